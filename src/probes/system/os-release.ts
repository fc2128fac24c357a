import { failedCommand } from '../failed-command.js';
import { parseOnce } from '../parse-once.js';
import { known, probeId, unknown, type Probe, type Reading } from '../probe.js';

export interface OsRelease {
  /** As in `/etc/os-release`: `debian`, `almalinux`, … */
  readonly id: string;
  readonly version: string;
  readonly name: string;
  readonly kernel: string;
  readonly architecture: string;
}

function valueOf(lines: readonly string[], key: string): string | undefined {
  const line = lines.find((candidate) => candidate.startsWith(`${key}=`));
  return line?.slice(key.length + 1).replace(/^(["'])(.*)\1$/, '$2');
}

function parseRelease(text: string): Reading<OsRelease> {
  const lines = text.trimEnd().split('\n');
  const [kernel, architecture] = lines.slice(-2);
  const id = valueOf(lines, 'ID');
  if (id === undefined || kernel === undefined || architecture === undefined) return unknown('os-release has no ID');
  // A rolling release has no version.
  const version = valueOf(lines, 'VERSION_ID') ?? '';
  return known({ id, version, name: valueOf(lines, 'PRETTY_NAME') ?? id, kernel, architecture });
}

const parse = parseOnce((answer) =>
  answer.exitCode === 0 ? parseRelease(answer.stdout) : failedCommand('cat /etc/os-release', answer),
);

/** Operating system, kernel and processor architecture of a host. */
export function osRelease(): Probe<OsRelease> {
  return {
    id: probeId('system.osRelease', []),
    question: { via: 'shell', script: 'cat /etc/os-release && uname -r && uname -m', args: [] },
    maxAgeSeconds: 86_400,
    parse,
  };
}
