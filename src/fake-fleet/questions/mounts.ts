import { mounts } from '../../probes/storage/mounts.js';
import { fakeQuestion } from './question.js';

/** The kernel writes space, tab, newline and backslash as octal. */
function escaped(text: string): string {
  return text.replace(/[ \t\n\\]/g, (sign) => `\\${sign.charCodeAt(0).toString(8).padStart(3, '0')}`);
}

export const mountsQuestion = fakeQuestion(mounts(), (host) =>
  host.mounts.all
    .map(({ target, source, fileSystem, options, superOptions }, index) => {
      const head = `${index + 20} 1 0:${index + 20} / ${escaped(target)} ${options.join(',')} shared:${index + 1}`;
      return `${head} - ${fileSystem} ${escaped(source)} ${superOptions.join(',')}\n`;
    })
    .join(''),
);
