export interface PackageLockHolder {
  readonly processId: number;
  readonly program: string;
  /** The service that it belongs to; null where it is of a login or of none, or that is not known. */
  readonly service: string | null;
}

/** The service is all of it that a command takes up. */
const said = /\b(\w+)'s lock is held by (.+?) \(process (\d+)\)(?: of ([A-Za-z0-9][\w.@:-]*\.service)(?=[\s,]|$))?/;

/**
 * What is said where another package manager is at work.
 * @param lock whose lock it is
 */
export function heldPackageLock(lock: string, { processId, program, service }: PackageLockHolder): string {
  const of = service === null ? '' : ` of ${service}`;
  return `${lock}'s lock is held by ${program} (process ${processId})${of}`;
}

/** Lock and holder in what was said so; undefined where something else was said. */
export function packageLockSaid(message: string): (PackageLockHolder & { readonly lock: string }) | undefined {
  const [, lock, program, processId, service = null] = said.exec(message) ?? [];
  if (lock === undefined || program === undefined || processId === undefined) return undefined;
  return { lock, program, processId: Number(processId), service };
}
