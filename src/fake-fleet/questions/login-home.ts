import { loginHome } from '../../probes/system/login-home.js';
import { CommandFailed } from '../model/command-failed.js';
import { fakeQuestion } from './question.js';

const noSuchEntry = 2;

export const loginHomeQuestion = fakeQuestion(loginHome(), ({ users }, _, user) => {
  const entry = users.users.find(({ name }) => name === user);
  if (entry === undefined) throw new CommandFailed(noSuchEntry, `getent: no user ${user}`);
  return `${user}:${entry.home}\n`;
});
