import { createHash } from 'node:crypto';
import { fileAt } from '../../probes/system/file-at.js';
import { CommandFailed } from '../model/command-failed.js';
import { fakeQuestion } from './question.js';

const timedOut = 124;

export const fileAtQuestion = fakeQuestion(fileAt('/'), ({ files }, [path = '']) => {
  const node = files.at(path);
  if (node === undefined) return 'absent\n';
  if (typeof node === 'string') throw new CommandFailed(node === 'silent' ? timedOut : 1, `stat: ${path} is ${node}`);
  if (node.is !== 'file') return 'other\n';
  const sha256 = createHash('sha256').update(node.content, 'utf8').digest('hex');
  return `file ${node.mode.replace(/^0(?=...)/, '')}\n${sha256}  -\n${node.content}`;
});
