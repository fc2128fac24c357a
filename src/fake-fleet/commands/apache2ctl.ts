import type { FakeCommand } from './command.js';

/** Finds the settings of Apache good: it runs by those of Hostwright only. */
export const apache2ctl: FakeCommand = { program: 'apache2ctl', run: () => '' };
