/** What the command line ends with; part of its contract with scripts. */
export const exitCodes = { succeeded: 0, failed: 1, usage: 2, timeout: 124 } as const;
