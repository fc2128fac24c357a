import { renderLook } from '../../steps/harness/render-look.js';
import { Scanner, UnknownScript } from './scanner.js';

export interface ShellQuestion {
  readonly via: 'shell';
  readonly script: string;
  readonly args: readonly string[];
}

/** What one round trip asks. */
export interface LookScript {
  readonly nonce: string;
  readonly questions: readonly ShellQuestion[];
}

const busyLine = /^printf '\\n(\S+) busy\\n'$/m;

function readQuestion(scanner: Scanner): ShellQuestion {
  scanner.skip('(\nset --');
  const args = scanner.skipIf(' ') ? scanner.words() : [];
  scanner.skip('\n');
  const script = scanner.upTo('\n)\nhw_code=$?; ');
  scanner.upTo('>&2\n');
  return { via: 'shell', script, args };
}

/** Questions with a secret are not read back yet. */
function noSecret(): never {
  throw new UnknownScript('a question with a secret');
}

/** The inverse of `renderLook`; throws where rendering what was read does not give the script again. */
export function parseLook(script: string): LookScript {
  const [, nonce] = busyLine.exec(script) ?? [];
  if (nonce === undefined) throw new UnknownScript('it is no look of the harness');
  const scanner = new Scanner(script);
  scanner.upTo('return 0\nfi\n');
  const questions: ShellQuestion[] = [];
  while (!scanner.startsWith('}')) questions.push(readQuestion(scanner));
  if (renderLook(questions, nonce, noSecret) !== script) {
    throw new UnknownScript('it holds more than the questions that were found in it');
  }
  return { nonce, questions };
}
