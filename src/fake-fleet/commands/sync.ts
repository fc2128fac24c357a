import type { FakeCommand } from './command.js';

/** A fake host forgets everything when it ends, whatever was synced. */
export const sync: FakeCommand = { program: 'sync', run: () => '' };
