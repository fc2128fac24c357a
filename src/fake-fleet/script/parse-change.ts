import type { UnitChanges } from '../../steps/harness/host-session.js';
import { renderChange } from '../../steps/harness/render-change.js';
import { readChanges } from './read-changes.js';
import { Scanner, UnknownScript } from './scanner.js';
import { noSecrets, scriptBody } from './script-body.js';

/** What one round trip shall change. */
export interface ChangeScript {
  readonly nonce: string;
  readonly fence: number;
  readonly units: readonly UnitChanges[];
}

const fenceTest = /if \[ "\$hw_seen" -gt (\d+) \]; then printf '\\n(\S+) stale/;
const fenceEnd = '|| return 70\nfi\n';

function readUnit(scanner: Scanner): UnitChanges {
  let after: readonly number[] = [];
  if (!scanner.startsWith('(\n')) {
    scanner.upTo('\nif ');
    after = [...scanner.upTo('; then\n').matchAll(/hw_state_(\d+)/g)].map(([, index]) => Number(index));
  }
  scanner.skip('(\n');
  const changes = readChanges(scanner, 'printf ');
  scanner.upTo('\n)\n');
  scanner.upTo('>&2\n');
  if (after.length > 0) {
    scanner.skip('else\n');
    scanner.upTo('>&2\nfi\n');
  }
  return { changes, after };
}

/** The inverse of `renderChange`; throws where rendering what was read does not give the script again. */
export function parseChange(script: string): ChangeScript {
  const body = scriptBody(script);
  const [, fence = '', nonce] = fenceTest.exec(body) ?? [];
  if (nonce === undefined) throw new UnknownScript('it does not begin with a fence');
  const scanner = new Scanner(body);
  scanner.upTo(fenceEnd);
  const units: UnitChanges[] = [];
  while (!scanner.done) units.push(readUnit(scanner));
  const parsed = { nonce, fence: Number(fence), units };
  if (renderChange(units, parsed.fence, nonce, noSecrets) !== script) {
    throw new UnknownScript('it holds more than the changes that were found in it');
  }
  return parsed;
}
