import { addressesFacing, type PlacedMember } from '../../domain/members.js';
import type { FileServer } from '../../domain/file-server.js';
import type { UnknownCode } from '../../probes/probe.js';
import { sourceOf } from '../../proofs/storage/shared-storage.js';
import { trialMount } from '../../proofs/storage/trial-mount.proof.js';
import { because } from '../reason.js';
import { declareInstead, proveCluster } from '../remedy.js';
import type { Report } from '../report.js';
import type { RuleContext } from '../rule.js';
import { hostSubject } from '../subject.js';

/** Why there is no mount on trial that counts, where none failed. */
const untried: readonly UnknownCode[] = ['NOT_LOOKED_AT', 'TOO_OLD', 'HOST_UNREACHED'];

/** Whether a file server that cannot be asked lets a client in: as a mount on trial shows. */
export function judgeAppliance(
  { spec, facts, clusterId }: RuleContext,
  report: Report,
  { address, exportPath, member }: FileServer,
  client: PlacedMember,
): void {
  const { hostId } = client.member;
  const subject = hostSubject(hostId);
  const prove = proveCluster(clusterId, 'TRIAL_MOUNT');
  const tried = facts.read(hostId, trialMount(sourceOf(address, exportPath)));
  if (!tried.known) {
    const told = untried.includes(tried.code)
      ? 'a mount on trial shows whom it admits'
      : `a mount on trial on ${facts.hostName(hostId)} did not show whether that is admitted: ${tried.reason}`;
    const text = `it is an appliance, to which nobody logs in; ${told}`;
    return report.unknown(subject, member.hostId, because('NO_ACCESS', text), prove);
  }
  const { is, said } = tried.value;
  if (is === 'mounted') return report.met(subject, [tried.evidence]);
  const host = facts.hostName(hostId);
  const files = facts.hostName(member.hostId);
  const addresses = addressesFacing(spec.core, client.member, address).join(', ');
  const does = {
    denied: `does not let ${host} (${addresses}) mount ${exportPath}: ${said}`,
    readOnly: `lets ${host} (${addresses}) mount ${exportPath} only to read`,
    squashed: `lets ${host} (${addresses}) mount ${exportPath} without root's rights`,
  }[is];
  report.violated({
    subject,
    code: 'NOT_ADMITTED',
    message: `File server ${files} ${does}.`,
    parameters: { files, host, path: exportPath, addresses, mount: is, said },
    field: client.field,
    evidence: [tried.evidence],
    remedies: [
      declareInstead(`Have ${files} export ${exportPath} to ${addresses}, to be written and with root's rights`),
      prove,
    ],
  });
}
