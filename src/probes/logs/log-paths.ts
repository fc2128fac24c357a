/** Where a web server of a cluster writes its log, and what is made of it: exported by nodes as a whole. */
export const webLogDirectory = '/var/log/hostwright/web';

/** Where the manager sees the log directory of a node. The id without hyphens, which names of mount units would escape. */
export function nodeLogDirectory(nodeId: string): string {
  return `/var/log/hostwright/nodes/${nodeId.replaceAll('-', '')}`;
}

/** Rewritten every minute on each host with a web server: what tells a log share that works from a node without visitors. */
export function canaryIn(logDirectory: string): string {
  return `${logDirectory}/canary`;
}

/** Requests and bytes of each account, as the host itself counted them. */
export function usageIn(logDirectory: string): string {
  return `${logDirectory}/usage`;
}
