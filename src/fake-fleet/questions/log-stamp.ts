import { logStamp } from '../../probes/logs/log-stamp.js';
import { fakeQuestion } from './question.js';

export const logStampQuestion = fakeQuestion(logStamp('/'), ({ files }, [path = '']) => {
  const node = files.at(path);
  if (node === undefined) return 'absent\n';
  if (typeof node === 'string' || node.is !== 'file') return 'unreadable\n';
  return `${Math.floor(Date.now() / 1000)} ${node.content.split('\n', 1)[0] ?? ''}\n`;
});
