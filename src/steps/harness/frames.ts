import type { Answer } from '../../probes/probe.js';
import type { ChangeRun, UnitRun } from './host-session.js';

/** Splits one stream at the lines that end a part; a part whose line is missing, and all after it, are undefined. */
function parts(stream: string, nonce: string, count: number): { body: string; rest: string }[] {
  const found: { body: string; rest: string }[] = [];
  let from = 0;
  for (let index = 0; index < count; index++) {
    const mark = `\n${nonce} ${index}`;
    const at = stream.indexOf(mark, from);
    const end = stream.indexOf('\n', at + 1);
    if (at === -1 || end === -1) break;
    found.push({ body: stream.slice(from, at), rest: stream.slice(at + mark.length, end).trim() });
    from = end + 1;
  }
  return found;
}

/** What a look said; undefined when the host's output breaks off before its last frame. */
export function readLook(
  stdout: string,
  stderr: string,
  nonce: string,
  count: number,
): { readonly is: 'answers'; readonly answers: readonly Answer[] } | { readonly is: 'busy' } | undefined {
  if (stdout.startsWith(`\n${nonce} busy\n`)) return { is: 'busy' };
  const out = parts(stdout, nonce, count);
  const err = parts(stderr, nonce, count);
  if (out.length < count) return undefined;
  const answers: Answer[] = out.map(({ body, rest }, index) => ({
    exitCode: Number(rest),
    stdout: body,
    stderr: err[index]?.body ?? '',
  }));
  return { is: 'answers', answers };
}

function unitRun(rest: string, stdout: string, stderr: string): UnitRun {
  const [code, failed] = rest.split(' ');
  if (code === 'notrun') return { is: 'notRun' };
  const output: Answer = { exitCode: Number(code), stdout, stderr };
  return { is: 'ran', output, failedChange: failed === '-' || failed === undefined ? null : Number(failed) };
}

/** What a change said. Units without a frame are unknown: only another look can tell what became of them. */
export function readChange(stdout: string, stderr: string, nonce: string, count: number): ChangeRun {
  const stale = new RegExp(`^\\n${nonce} stale (\\d+)\\n`).exec(stdout);
  if (stale?.[1] !== undefined) return { is: 'stale', hostFence: Number(stale[1]) };
  const out = parts(stdout, nonce, count);
  const err = parts(stderr, nonce, count);
  const units = Array.from({ length: count }, (_, index): UnitRun => {
    const part = out[index];
    return part === undefined ? { is: 'unknown' } : unitRun(part.rest, part.body, err[index]?.body ?? '');
  });
  return { is: 'ran', units };
}
