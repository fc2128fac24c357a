/** What a step waits for whose share is mounted and does not answer. */
export function silentServer(address: string): string {
  return `the NFS server at ${address}, which does not answer`;
}
