/** One text for a step on a host; equal texts are the same ledger row. */
export function stepIdentity(hostId: string, kind: string, key: string): string {
  return JSON.stringify([hostId, kind, key]);
}
