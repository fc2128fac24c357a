import { placedServices, targetsOf } from '../../domain/balanced-services.js';
import { canonicalAddress } from '../../domain/ip-network.js';
import type { ClusterCore } from '../../domain/spec.js';
import { tcpListeners, type TcpListener } from '../../probes/network/tcp-listeners.js';
import { nothingBalanced } from '../balancing/nothing-balanced.js';
import { defineRule } from '../define-rule.js';
import { declareInstead, repairCluster, runByHand } from '../remedy.js';
import type { Remedy } from '../rule.js';
import { hostSubject } from '../subject.js';

const webPort = 80;

/** The health check asks by the host's own address, and clients' packets come with the service address. */
function isServed(listeners: readonly TcpListener[], port: number, addresses: readonly string[]): boolean {
  const at = listeners.filter((one) => one.port === port).map(({ address }) => address);
  return at.includes(null) || addresses.every((address) => at.includes(address));
}

function remedies(core: ClusterCore, port: number, hostId: string, clusterId: string | null): readonly Remedy[] {
  const byHand = runByHand(hostId, `See who should listen on port ${port}`, `ss -tlnp sport = :${port}`);
  if (port !== webPort) return [byHand];
  return core.webServer === null
    ? [declareInstead('Declare a webServer, which Hostwright then sets up'), byHand]
    : [repairCluster(clusterId), byHand];
}

/**
 * Balanced services listen. Every host that takes connections of a balanced service listens on its port.
 * The health check leaves out a host that does not, so that the others carry its share without anybody noticing.
 */
export const servicesListen = defineRule({
  id: 'R-NODE-4',
  title: 'Balanced services listen',
  law: 'Every host that takes connections of a balanced service listens on its port.',
  severity: 'ERROR',
  source: 'Cluster installation requirements, "The Nodes"',
  moments: ['after'],
  notApplicable: nothingBalanced,
  looks: ({ core }) =>
    placedServices(core).flatMap(({ service }) =>
      targetsOf(core, service)
        .filter(({ weight }) => weight > 0)
        .map(({ hostId }) => ({ hostId, probe: tcpListeners() })),
    ),
  check({ spec: { core }, facts, clusterId }, report) {
    for (const { service, field } of placedServices(core)) {
      const { port } = service;
      for (const target of targetsOf(core, service).filter(({ weight }) => weight > 0)) {
        const subject = hostSubject(target.hostId);
        const seen = report.read(subject, target.hostId, tcpListeners());
        if (seen === undefined) continue;
        const address = canonicalAddress(service.address);
        if (isServed(seen.value, port, [address, target.address])) {
          report.met(subject, [seen.evidence]);
          continue;
        }
        const host = facts.hostName(target.hostId);
        report.violated({
          subject,
          code: 'NOT_LISTENING',
          message: `${host} does not listen on port ${port} for ${address}, which is balanced to it.`,
          parameters: { host, address, port: String(port) },
          field,
          evidence: [seen.evidence],
          remedies: remedies(core, port, target.hostId, clusterId),
        });
      }
    }
  },
});
