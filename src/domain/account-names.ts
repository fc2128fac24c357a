import { z } from 'zod';
import { unixName } from './account-spec.js';

/** Names that MySQL takes without quoting; `_` and digits as in unix names. */
export const databaseName = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,63}$/, 'use up to 64 lower case letters, digits and underscores');
/** Databases that belong to the server itself, and ours. */
export const reservedDatabases = new Set([
  'mysql',
  'information_schema',
  'performance_schema',
  'sys',
  'hostwright',
  'test',
]);
export const reservedUsers = new Set(['root', 'mysql', 'mariadb', 'hostwright']);

/** Users and groups that distributions and the services on our hosts bring along; an account must never become one of them. */
const systemNames = new Set([
  ...[
    'root',
    'daemon',
    'bin',
    'sys',
    'sync',
    'games',
    'man',
    'lp',
    'mail',
    'news',
    'uucp',
    'proxy',
    'backup',
    'list',
    'irc',
  ],
  ...['nobody', 'nogroup', 'adm', 'tty', 'disk', 'kmem', 'dialout', 'fax', 'voice', 'cdrom', 'floppy', 'tape', 'sudo'],
  ...['audio', 'video', 'dip', 'operator', 'src', 'shadow', 'utmp', 'plugdev', 'staff', 'users', 'input', 'sgx', 'kvm'],
  ...['render', 'crontab', 'messagebus', 'sshd', 'statd', 'rpc', 'rpcuser', 'nfsnobody', 'shutdown', 'halt', 'ftp'],
  ...[
    'wheel',
    'lock',
    'mem',
    'apache',
    'nginx',
    'postfix',
    'dovecot',
    'mysql',
    'postgres',
    'polkitd',
    'dbus',
    'chrony',
  ],
]);

export const accountName = unixName.refine(
  (name) => !systemNames.has(name),
  'this name belongs to the operating system; choose another',
);
