import { directoryAt } from '../../probes/system/directory-at.js';
import { fakeQuestion } from './question.js';

export const directoryAtQuestion = fakeQuestion(directoryAt('/'), ({ files }, [path = '']) => {
  const node = files.at(path);
  if (node === undefined) return 'absent\n';
  if (typeof node === 'string') return `${node}\n`;
  if (node.is !== 'directory') return 'other\n';
  const holds = files.below(path).length === 0 ? '' : 'holds\n';
  return `directory ${node.mode.replace(/^0(?=...)/, '')} ${node.uid} ${node.gid}\n${holds}`;
});
