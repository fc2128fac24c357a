import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MadeHere } from '../src/made-here.js';

/** An empty folder for the data of a server, removed with all else that was made. */
export function dataFolder(made: MadeHere): string {
  const folder = mkdtempSync(join(tmpdir(), 'hostwright-quickstart-'));
  // The embedded PostgreSQL runs as another user, who has to get there.
  chmodSync(folder, 0o755);
  made.removedBy(async () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
