import type { FileServer } from '../../domain/file-server.js';
import { membersWithRole } from '../../domain/members.js';
import { callSeconds, nfsCall, nfsPorts, type NfsCall } from '../../probes/storage/nfs-call.js';
import type { Look } from '../looks-needed.js';
import { declareInstead, observeHosts, runByHand } from '../remedy.js';
import type { Report } from '../report.js';
import type { RuleContext } from '../rule.js';
import { hostSubject } from '../subject.js';

const inWords: Readonly<Record<Exclude<NfsCall, 'reached'>, string>> = {
  notOffered: 'there is none',
  refused:
    'it is refused, by a firewall or as there is no port mapper (rpcbind), which a server of version 4 alone lacks',
  silent: `nobody answers within ${callSeconds} s`,
  unreachable: 'there is no way to it',
};

/** Whoever mounts the share of a file server, the manager first. */
export function looksOfClients({ core }: RuleContext['spec'], { address }: FileServer): readonly Look[] {
  const clients = membersWithRole(core, 'MANAGER', 'NODE');
  return clients.map(({ member: { hostId } }) => ({ hostId, probe: nfsCall(address) }));
}

/**
 * Each client gets to the NFS server of a file server. What that says of itself does not show it: a firewall may be between them.
 * Not knowing it is in nobody's way: a client whose mount gets no answer fails its step.
 *
 * @param isOffered whether the server itself is known to offer NFS
 */
export function judgeNfsReach(
  { spec, facts }: RuleContext,
  report: Report,
  server: FileServer,
  isOffered: boolean,
): void {
  const { address, member } = server;
  const files = facts.hostName(member.hostId);
  for (const { member: client, field } of membersWithRole(spec.core, 'MANAGER', 'NODE')) {
    const { hostId } = client;
    const subject = hostSubject(hostId);
    const called = report.readAtLeisure(subject, hostId, nfsCall(address));
    if (called === undefined) continue;
    const { value, evidence } = called;
    // Which versions a server offers that can be asked is R-STO-6's matter.
    if (value === 'reached' || (value === 'notOffered' && isOffered)) {
      report.met(subject, [evidence]);
      continue;
    }
    const host = facts.hostName(hostId);
    const ports = nfsPorts.join(' and ');
    const title = `Have ${files} let ${host} connect to ports ${ports}`;
    report.violated({
      subject,
      code: 'NOT_REACHED',
      message: `${host} gets no answer of NFS version 3 (ports ${ports}) from file server ${files} at ${address}: ${inWords[value]}.`,
      parameters: { host, files, address, ports, outcome: value },
      field,
      evidence: [evidence],
      remedies: [
        spec.appliances.includes(member.hostId)
          ? declareInstead(title)
          : runByHand(member.hostId, `${title}; see whether it keeps ${host} out`, 'nft list ruleset'),
        observeHosts([hostId]),
      ],
    });
  }
}
