import type { Change } from '../../steps/change.js';
import { renderUndo } from '../../steps/harness/confirmed-change.js';
import { readChanges } from './read-changes.js';
import { Scanner, UnknownScript } from './scanner.js';
import { noSecrets, scriptBody } from './script-body.js';

/** What a timer of ours undoes, unless the host has seen a higher fence since. */
export interface UndoScript {
  readonly fence: number;
  readonly changes: readonly Change[];
}

const fenceTest = /^\[ "\$\(cat \/var\/lib\/hostwright\/fence\)" = (\d+) \]/m;

/** The inverse of `renderUndo`; throws where rendering what was read does not give the script again. */
export function parseUndo(path: string, script: string): UndoScript {
  const body = scriptBody(script);
  const fence = Number(fenceTest.exec(body)?.[1]);
  const scanner = new Scanner(body);
  scanner.upTo(": >'");
  scanner.upTo("'\n");
  const changes = readChanges(scanner, '\0');
  if (renderUndo(path, fence, changes, noSecrets) !== script) {
    throw new UnknownScript('it undoes more than the changes that were found in it');
  }
  return { fence, changes };
}
