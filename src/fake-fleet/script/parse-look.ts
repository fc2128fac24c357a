import { Secret } from '../../domain/secret.js';
import type { Question } from '../../probes/probe.js';
import { renderLook } from '../../steps/harness/render-look.js';
import { Scanner, UnknownScript } from './scanner.js';

export interface ShellQuestion {
  readonly via: 'shell';
  readonly script: string;
  readonly args: readonly string[];
  /** The secret that it tries: the text itself. */
  readonly stdin?: string;
}

/** What one round trip asks. */
export interface LookScript {
  readonly nonce: string;
  readonly questions: readonly ShellQuestion[];
}

const busyLine = /^printf '\\n(\S+) busy\\n'$/m;

function readQuestion(scanner: Scanner): ShellQuestion {
  const stdin = scanner.skipIf("base64 -d <<'HW_END' | (\n") ? decoded(scanner.upTo('\nHW_END\n')) : undefined;
  if (stdin === undefined) scanner.skip('(\n');
  scanner.skip('set --');
  const args = scanner.skipIf(' ') ? scanner.words() : [];
  scanner.skip('\n');
  const script = scanner.upTo('\n)\nhw_code=$?; ');
  scanner.upTo('>&2\n');
  return { via: 'shell', script, args, ...(stdin === undefined ? {} : { stdin }) };
}

function decoded(base64: string): string {
  return Buffer.from(base64, 'base64').toString('utf8');
}

/** The look of these questions, each secret found again by the number of its question. */
function rendered(questions: readonly ShellQuestion[], nonce: string): string {
  const asked = questions.map(({ stdin, ...question }, index): Question => {
    return stdin === undefined ? question : { ...question, secret: { secretId: String(index), version: 1 } };
  });
  return renderLook(asked, nonce, ({ secretId }) => new Secret(questions[Number(secretId)]?.stdin ?? ''));
}

/** The inverse of `renderLook`; throws where rendering what was read does not give the script again. */
export function parseLook(script: string): LookScript {
  const [, nonce] = busyLine.exec(script) ?? [];
  if (nonce === undefined) throw new UnknownScript('it is no look of the harness');
  const scanner = new Scanner(script);
  scanner.upTo('return 0\nfi\n');
  const questions: ShellQuestion[] = [];
  while (!scanner.startsWith('}')) questions.push(readQuestion(scanner));
  if (rendered(questions, nonce) !== script) {
    throw new UnknownScript('it holds more than the questions that were found in it');
  }
  return { nonce, questions };
}
