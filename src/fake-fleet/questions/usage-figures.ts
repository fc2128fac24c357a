import { usageFigures } from '../../probes/logs/usage-figures.js';
import { CommandFailed } from '../model/command-failed.js';
import { fakeQuestion } from './question.js';

const timedOut = 124;

export const usageFiguresQuestion = fakeQuestion(usageFigures('/'), ({ files }, [path = '']) => {
  const node = files.at(path);
  if (node === 'silent') throw new CommandFailed(timedOut, '');
  if (typeof node === 'object' && node.is === 'file') return node.content;
  const why = node === 'stale' ? 'Stale file handle' : 'No such file or directory';
  throw new CommandFailed(1, `head: cannot open '${path}' for reading: ${why}`);
});
