import type { PackagedService } from './packaged-services.js';

/** The port mapper of every host with NFS. */
export const rpcbind: PackagedService = {
  unit: 'rpcbind.service',
  package: 'rpcbind',
  file: '[Install]\nWantedBy=multi-user.target\n',
  ports: [111],
  atOnce: true,
  start: () => undefined,
  stop: () => undefined,
};
