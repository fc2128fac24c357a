interface Holder {
  readonly processId: number;
  readonly program: string;
}

/**
 * What is said where another package manager is at work.
 * @param lock whose lock it is
 */
export function heldPackageLock(lock: string, { processId, program }: Holder): string {
  return `${lock}'s lock is held by ${program} (process ${processId})`;
}

/** Lock and holder in what was said so; undefined where something else was said. */
export function packageLockSaid(message: string): (Holder & { readonly lock: string }) | undefined {
  const [, lock, program, processId] = /\b(\w+)'s lock is held by (.+?) \(process (\d+)\)/.exec(message) ?? [];
  if (lock === undefined || program === undefined || processId === undefined) return undefined;
  return { lock, program, processId: Number(processId) };
}
