import { failedCommand } from '../failed-command.js';
import { known, probeId, unknown, type Probe, type Reading } from '../probe.js';

/** One directory exported to one client, as the kernel serves it now. */
export interface Export {
  readonly path: string;
  /** An address, a network, a host name or a pattern of host names; `*` is everybody. */
  readonly client: string;
  readonly options: readonly string[];
}

function unescape(text: string): string {
  return text.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));
}

/** `/chroot  10.0.0.2/32(sync,rw,…)`; everybody is printed as `<world>` by some versions and as `*` by others. */
const exportLine = /^(\S+)\s+(\S*)\(([^)]*)\)$/;

function parseExports(text: string): Reading<readonly Export[]> {
  const exports: Export[] = [];
  for (const line of text.split('\n').filter((candidate) => candidate.trim() !== '')) {
    const [, path, client, options] = exportLine.exec(line.trim()) ?? [];
    if (path === undefined || client === undefined || options === undefined) {
      return unknown(`a line of exportfs is not understood: ${line.slice(0, 200)}`);
    }
    exports.push({
      path: unescape(path),
      client: client === '' || client === '<world>' ? '*' : client,
      options: options.split(','),
    });
  }
  return known(exports);
}

/** What a host exports by NFS. `-s`, because `-v` wraps long paths. */
export function nfsExports(): Probe<readonly Export[]> {
  return {
    id: probeId('storage.exports', []),
    question: { via: 'shell', script: 'exportfs -s', args: [] },
    maxAgeSeconds: 900,
    parse: (answer) => (answer.exitCode === 0 ? parseExports(answer.stdout) : failedCommand('exportfs', answer)),
  };
}
