import { rpcNumbers } from '../../probes/storage/rpc-programs.js';
import type { PackagedService } from './packaged-services.js';

/** Tells clients and servers of NFS which of them restarted; started by whoever needs it. */
export const rpcStatd: PackagedService = {
  unit: 'rpc-statd.service',
  package: 'nfs-common',
  file: '[Unit]\nWants=rpcbind.service\n[Service]\nType=forking\n',
  ports: [],
  atOnce: false,
  start: ({ registrations }) => registrations.tellAnew([rpcNumbers.lockStatus]),
  stop: () => undefined,
};
