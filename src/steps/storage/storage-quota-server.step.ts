import { z } from 'zod';
import { fileServerOf } from '../../domain/file-server.js';
import { quotasWanted } from '../../domain/quotas-wanted.js';
import { quotaDaemon, takesQuotas } from '../../probes/storage/quota-daemon.js';
import { ownRpcPrograms } from '../../probes/storage/rpc-programs.js';
import { unitState } from '../../probes/system/unit-state.js';
import { change, conflict, done } from '../decision.js';
import { ownedUnit } from '../owned-unit.js';
import { hostStep } from '../step.js';
import { systemctl } from '../systemctl.js';
import { areQuotasFound } from './nfs-programs.js';

const input = z.strictObject({ host: z.uuid() });

/** Of the package; it takes no quotas, and starts only where the host's own table says that a disk has some. */
const packaged = 'quotarpc.service';

/** After the package's: whoever comes last is the one that clients are sent to. */
const server = ownedUnit(
  'hostwright-quota-server.service',
  `[Unit]
Description=Lets the manager of the cluster set the quotas of accounts
Wants=rpcbind.service
After=rpcbind.service ${packaged}

[Service]
ExecStart=/usr/sbin/rpc.rquotad --foreground --setquota
Restart=on-failure

[Install]
WantedBy=multi-user.target
`,
);

/**
 * Lets the manager read and set quotas on the file server that holds user storage, by RPC. Only where quotas are wanted: the server
 * asks nobody who he is, so that whoever reaches it may set them.
 */
export const storageQuotaServer = hostStep({
  kind: 'storage.quota-server',
  version: 1,
  phase: 'STORAGE',
  set: false,
  data: false,
  disruptive: false,
  input,
  demands: (spec) => {
    const files = fileServerOf(spec);
    return files === undefined || !quotasWanted(spec)
      ? []
      : [{ hostId: files.member.hostId, input: { host: files.member.hostId } }];
  },
  key: () => 'rpc.rquotad',
  needs: ({ host }) => [{ hostId: host, kind: 'packages.installed', key: 'cluster' }],
  probes: () => [...server.probes, quotaDaemon(), ownRpcPrograms(), unitState(packaged)],
  writes: () => [...server.probes, quotaDaemon()],
  settleSeconds: 10,
  decide: (_, facts) => {
    const { path } = server.file;
    if (server.isForeign(facts)) return conflict(`${path} belongs to somebody else`, 'it lacks our mark');
    const runs = server.isRight(facts) && takesQuotas(facts.read(quotaDaemon()));
    if (runs && areQuotasFound(facts)) return done('quotas are taken by RPC');
    return change('take quotas by RPC', server.install(facts));
  },
  remove: (_, facts) => {
    const removal = server.remove(facts);
    if (removal.length === 0) return done('quotas are not taken by RPC for us');
    // Ours told the port mapper that nobody serves quotas any more.
    const again = facts.read(unitState(packaged)).active ? [systemctl('restart', packaged)] : [];
    return change('take no quotas by RPC any more', [...removal, ...again]);
  },
});
