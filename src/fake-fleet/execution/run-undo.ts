import { undoneMark } from '../../steps/harness/confirmed-change.js';
import type { FakeHost } from '../model/fake-host.js';
import { parseUndo } from '../script/parse-undo.js';
import { applyChange } from './apply-change.js';

/** What the timer of a change does, unless the change was confirmed or somebody with a higher fence came. */
export function runUndo(host: FakeHost, path: string): void {
  const script = host.files.read(path);
  if (script === undefined) return;
  const { fence, changes } = parseUndo(path, script);
  host.files.delete(path);
  if (host.files.read('/var/lib/hostwright/fence')?.trim() !== String(fence)) return;
  host.files.write(undoneMark(path), '');
  for (const change of changes) applyChange(host, change);
}
