import { placedServices } from '../../domain/balanced-services.js';
import { canonicalAddress } from '../../domain/ip-network.js';
import { nodesOf } from '../../domain/members.js';
import { addresses, type Link } from '../../probes/network/addresses.js';
import { arpSettings } from '../../probes/network/arp-settings.js';
import { defineRule } from '../define-rule.js';
import { inCommand } from '../in-command.js';
import { repairCluster, runByHand } from '../remedy.js';
import type { Remedy } from '../rule.js';
import { hostSubject } from '../subject.js';
import { nothingBalanced } from './nothing-balanced.js';

/**
 * What makes the kernel answer for no address of its loopback: 1 and 2 for those of the asked link only, 8 for none. 3 only keeps
 * addresses of scope host back, which a balanced one is not; whatever else there is stands for 0, and so does an announcing above 2.
 * @see https://www.kernel.org/doc/html/latest/networking/ip-sysctl.html
 */
const silentIgnore: readonly number[] = [1, 2, 8];
const silentAnnounce = 2;

interface HeldByLink {
  readonly link: string;
  readonly address: string;
  readonly prefixLength: number;
}

function heldByLink(links: readonly Link[], balanced: ReadonlySet<string>): HeldByLink | undefined {
  return links
    .filter(({ loopback }) => !loopback)
    .flatMap(({ name, addresses: held }) =>
      held
        .filter(({ address }) => balanced.has(address))
        .map(({ address, prefixLength }) => ({ link: name, address, prefixLength })),
    )
    .at(0);
}

/** Whoever gave it to the link did not mean it for us, so that no step takes it away. */
function takeFrom({ link, address, prefixLength }: HeldByLink, hostId: string, host: string): Remedy {
  return runByHand(
    hostId,
    `Take ${address} from ${link} of ${host}, and out of what gives it back at a boot; then look at the host again`,
    `ip address del ${address}/${prefixLength} dev ${inCommand(link, 'LINK')}`,
  );
}

/**
 * Nodes keep silent. No node answers or announces a balanced address by ARP.
 * Whoever hears a node answer sends to it alone: its clients pass by the balancer, until it is down and they reach nobody.
 */
export const nodesKeepSilent = defineRule({
  id: 'D-18',
  title: 'Nodes keep silent',
  law: 'No node answers or announces a balanced address by ARP.',
  severity: 'ERROR',
  source: 'LVS documentation, "ARP Issues in LVS/DR"',
  moments: ['after'],
  notApplicable: nothingBalanced,
  looks: ({ core }) =>
    nodesOf(core).flatMap(({ member: { hostId } }) => [
      { hostId, probe: arpSettings() },
      { hostId, probe: addresses() },
    ]),
  check({ spec: { core }, facts, clusterId }, report) {
    const balanced = new Set(placedServices(core).map(({ service }) => canonicalAddress(service.address)));
    for (const { member, field } of nodesOf(core)) {
      const subject = hostSubject(member.hostId);
      const host = facts.hostName(member.hostId);
      const violation = { subject, field };
      const settings = report.read(subject, member.hostId, arpSettings());
      const links = report.read(subject, member.hostId, addresses());
      if (links !== undefined) {
        const answering = heldByLink(links.value, balanced);
        if (answering === undefined) report.met(subject, [links.evidence]);
        else {
          report.violated({
            ...violation,
            code: 'HELD_BY_A_LINK',
            message: `Node ${host} holds ${answering.address} on ${answering.link}, where it is asked by ARP; it may hold it on its loopback only.`,
            parameters: { host, address: answering.address, link: answering.link },
            evidence: [links.evidence],
            remedies: [takeFrom(answering, member.hostId, host)],
          });
        }
      }
      if (settings === undefined) continue;
      const { ignore, announce } = settings.value;
      if (silentIgnore.includes(ignore) && announce === silentAnnounce) {
        report.met(subject, [settings.evidence]);
        continue;
      }
      report.violated({
        ...violation,
        code: 'ARP_ANSWERED',
        message: `Node ${host} answers ARP for addresses of its loopback: arp_ignore is ${ignore} and arp_announce ${announce}; ${silentIgnore[0]} and ${silentAnnounce} are needed.`,
        parameters: { host, ignore: String(ignore), announce: String(announce) },
        evidence: [settings.evidence],
        remedies: [repairCluster(clusterId)],
      });
    }
  },
});
