import { CommandFailed } from '../../../../src/fake-fleet/model/command-failed.js';
import type { FakeHost } from '../../../../src/fake-fleet/model/fake-host.js';
import type { TreeNode } from '../../../../src/fake-fleet/model/file-tree.js';
import { mount } from '../../../../src/fake-fleet/model/nfs-mount.js';
import { ipvsadm } from './ipvsadm.js';

type HandProgram = (host: FakeHost, args: readonly string[]) => string;
type Owned = Exclude<TreeNode, { readonly is: 'link' }>;

function changed(host: FakeHost, path: string, change: (node: Owned) => Partial<Owned>): string {
  const node = host.files.at(path);
  if (typeof node !== 'object' || node.is === 'link') throw new CommandFailed(1, `${path}: No such file or directory`);
  host.files.put(path, Object.assign({ ...node }, change(node)));
  return '';
}

function touch({ files }: FakeHost, path: string): void {
  const node = files.at(path);
  const file = typeof node === 'object' && node.is === 'file' ? node : undefined;
  files.write(path, file?.content ?? '', file?.mode ?? '0644');
}

/** What the table of the host says of a target, as arguments of `mount`. */
function listedMount({ files }: FakeHost, target: string): readonly string[] {
  const lines = files
    .file('/etc/fstab')
    .content.split('\n')
    .map((line) => line.split(' '));
  const [source = '', , fileSystem = '', options = ''] = lines.find((fields) => fields[1] === target) ?? [];
  return ['-t', fileSystem, '-o', options, source, target];
}

function mountByHand(host: FakeHost, args: readonly string[]): string {
  const options = (args.includes('-o') ? (args[args.indexOf('-o') + 1] ?? '') : '')
    .split(',')
    .filter((one) => one !== '');
  const [source = '', target = ''] = args.slice(-2);
  if (args.length === 1) return mountByHand(host, listedMount(host, source));
  if (options[0] === 'remount') {
    host.mounts.change(target, { options: options.slice(1), superOptions: host.mounts.at(target)?.superOptions ?? [] });
    return '';
  }
  const fileSystem = args[args.indexOf('-t') + 1] ?? '';
  if (mount(host, { source, target, fileSystem, options }) === 'silent')
    throw new CommandFailed(32, 'mount.nfs: timed out');
  return '';
}

function sed({ files }: FakeHost, [, expression = '', path = '']: readonly string[]): string {
  const [, pattern = '', replacement = ''] = expression.split('/');
  const { content, mode } = files.file(path);
  files.write(path, content.replaceAll(new RegExp(pattern, 'gm'), replacement), mode);
  return '';
}

/** Programs that steps never call, and people do. */
export const handPrograms: Readonly<Record<string, HandProgram>> = {
  chmod: (host, [mode = '', path = '']) => changed(host, path, () => ({ mode: mode.padStart(4, '0') })),
  chown: (host, [user = '', path = '']) => changed(host, path, () => ({ uid: host.users.uidOf(user) })),
  chgrp: (host, [group = '', path = '']) => changed(host, path, () => ({ gid: host.users.gidOf(group) })),
  touch: (host, [path = '']) => {
    touch(host, path);
    return '';
  },
  mv: ({ files }, [from = '', to = '']) => {
    files.put(to, files.file(from));
    files.delete(from);
    return '';
  },
  ln: ({ files }, [, target = '', path = '']) => {
    files.put(path, { is: 'link', target });
    return '';
  },
  echo: (_, words) => `${words.join(' ')}\n`,
  ':': () => '',
  true: () => '',
  cp: ({ files }, args) => {
    const [from = '', to = ''] = args.slice(-2);
    files.put(to, files.file(from));
    return '';
  },
  rpcinfo: ({ registrations }, [, program, version]) => {
    registrations.forget(Number(program), Number(version));
    return '';
  },
  'rpc.rquotad': ({ processes }) => {
    processes.begin(['rpc.rquotad'], null);
    return '';
  },
  pkill: ({ processes }, args) => {
    processes.endOldest(args.at(-1) ?? '');
    return '';
  },
  mount: mountByHand,
  sed,
  ipvsadm,
  dpkg: ({ packages }, [verb, name = '']) => {
    packages.remove(name, verb === '--purge');
    return '';
  },
  getent: ({ users }, [, name = '']) => {
    if (!users.groups.some((group) => group.name === name)) throw new CommandFailed(2, '');
    return '';
  },
  /** What no command of a real host is for. */
  'lose-package': (host, [name = '']) => {
    host.inject({ is: 'no-package', name });
    return '';
  },
  'find-package': (host, [unit = '']) => {
    host.faults.lift('no-package');
    host.background.forget(unit);
    return '';
  },
};
