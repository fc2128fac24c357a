import type { FakeCommand } from './command.js';

/** Announces an address; the neighbours of a fake host remember none. */
export const arping: FakeCommand = { program: 'arping', run: () => '' };
