/** What a caller is told of a fault of ours: no more than where its reason is. */
export function internalMessage(requestId: string): string {
  return `Something went wrong here. The log of the server (standard error, unless HOSTWRIGHT_LOG is silent) has the reason under ${requestId}.`;
}
