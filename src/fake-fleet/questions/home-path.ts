import { homePath } from '../../probes/system/home-path.js';
import { fakeQuestion } from './question.js';

/** As Debian leaves it: `/home` is an empty directory until a person puts something there. */
export const homePathQuestion = fakeQuestion(homePath(), ({ files }) => {
  const [first] = files.below('/home');
  return first === undefined ? 'directory\n' : `directory\nholds ${first.split('/')[2] ?? ''}\n`;
});
