import { failedCommand } from '../failed-command.js';
import { parseOnce } from '../parse-once.js';
import { known, probeId, unknown, type Probe, type Reading } from '../probe.js';

export interface Mount {
  /** Number of the device, e.g. `8:1`; 0 in front for what is on none. */
  readonly device: string;
  readonly target: string;
  /** The path within the file system that is mounted; `/` unless it is a bind mount. */
  readonly root: string;
  readonly fileSystem: string;
  readonly source: string;
  readonly options: readonly string[];
  /** Options of the file system itself; for NFS they carry `addr=` and `local_lock=`. */
  readonly superOptions: readonly string[];
}

/** The kernel writes space, tab, newline and backslash as octal. */
function unescape(text: string): string {
  return text.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));
}

function parseLine(line: string): Mount | undefined {
  const fields = line.split(' ');
  const dash = fields.indexOf('-', 6);
  const [, , device, root, target, options] = fields;
  const [fileSystem, source, superOptions] = dash === -1 ? [] : fields.slice(dash + 1);
  if (device === undefined || root === undefined || target === undefined || options === undefined) return undefined;
  if (fileSystem === undefined || source === undefined || superOptions === undefined) return undefined;
  return {
    device,
    target: unescape(target),
    root: unescape(root),
    fileSystem,
    source: unescape(source),
    options: options.split(','),
    superOptions: superOptions.split(','),
  };
}

function parseMounts(text: string): Reading<readonly Mount[]> {
  const mounts: Mount[] = [];
  for (const line of text.split('\n').filter((candidate) => candidate !== '')) {
    const mount = parseLine(line);
    if (mount === undefined) return unknown(`a line of mountinfo is not understood: ${line.slice(0, 200)}`);
    mounts.push(mount);
  }
  return known(mounts);
}

const parse = parseOnce((answer) =>
  answer.exitCode === 0 ? parseMounts(answer.stdout) : failedCommand('cat', answer),
);

/** Everything mounted on a host, oldest first; reading it touches no file system and cannot hang on a dead server. */
export function mounts(): Probe<readonly Mount[]> {
  return {
    id: probeId('storage.mounts', []),
    question: { via: 'shell', script: 'cat /proc/self/mountinfo', args: [] },
    maxAgeSeconds: 900,
    parse,
  };
}

/** What is seen at exactly this path: the newest mount there, or undefined when the path is part of another file system. */
export function mountedAt(all: readonly Mount[], target: string): Mount | undefined {
  return all.findLast((mount) => mount.target === target);
}

/** The mount that a path lies in: of those that reach it the one nearest to it, the newest where several are at one place. */
export function mountHolding(all: readonly Mount[], path: string): Mount | undefined {
  const reaches = ({ target }: Mount): boolean => target === '/' || path === target || path.startsWith(`${target}/`);
  return all.filter(reaches).reduce<Mount | undefined>((nearest, mount) => {
    return nearest === undefined || mount.target.length >= nearest.target.length ? mount : nearest;
  }, undefined);
}

/** The value of an option such as `addr=10.0.0.1`. */
export function optionOf(options: readonly string[], name: string): string | undefined {
  return options.find((option) => option.startsWith(`${name}=`))?.slice(name.length + 1);
}

/** Whether it is a share of an NFS server; the file system `nfsd` is the server's own. */
export function isRemote({ fileSystem }: Mount): boolean {
  return fileSystem === 'nfs' || fileSystem === 'nfs4';
}

/** The path on its server, of a share. The kernel keeps a slash at the end where whoever mounted it wrote one; the share is the same. */
export function sharePath({ source }: Mount): string {
  const path = /:(\/.*)$/.exec(source)?.[1] ?? source;
  return path.replace(/(?<=.)\/+$/, '');
}
