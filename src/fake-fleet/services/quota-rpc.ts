import type { PackagedService } from './packaged-services.js';

const table = '/etc/fstab';

/** The server of remote quotas as its package has it: it takes none, and runs only where the table of the host names some. */
export const quotaRpc: PackagedService = {
  unit: 'quotarpc.service',
  package: 'quota',
  file: '[Service]\nType=forking\n[Install]\nWantedBy=multi-user.target\n',
  ports: [],
  atOnce: false,
  isWanted: ({ files }) => /quota/.test(files.read(table) ?? ''),
  start: ({ processes }) => processes.begin(['/usr/sbin/rpc.rquotad'], 'quotarpc.service'),
  stop: () => undefined,
};
