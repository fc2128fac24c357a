import type { ClusterSpec } from '../../domain/account-spec.js';
import { placedServices, targetsOf } from '../../domain/balanced-services.js';
import { canonicalAddress } from '../../domain/ip-network.js';
import { membersWithRole } from '../../domain/members.js';
import { webServers, type ClusterCore, type WebServer } from '../../domain/spec.js';
import { tcpListeners, type TcpListener } from '../../probes/network/tcp-listeners.js';
import { nothingBalanced } from '../balancing/nothing-balanced.js';
import { defineRule } from '../define-rule.js';
import { maskedUnits, unmaskByHand } from '../masked-units.js';
import { declareInstead, repairCluster, runByHand } from '../remedy.js';
import type { Report } from '../report.js';
import type { Remedy, RuleContext } from '../rule.js';
import { hostSubject } from '../subject.js';
import { because } from '../reason.js';

const webPort = 80;
/** As Debian and the RHEL family call what Hostwright sets up. One that runs already serves its own sites beside the accounts'. */
const webPrograms: Readonly<Record<WebServer, readonly string[]>> = { APACHE: ['apache2', 'httpd'], NGINX: ['nginx'] };
const noWebServer = because('NO_WEB_SERVER', 'The cluster declares no web server, so that Hostwright needs no port.');

/** The health check asks by the host's own address, and clients' packets come with the service address. */
function isServed(listeners: readonly TcpListener[], port: number, addresses: readonly string[]): boolean {
  const at = listeners.filter((one) => one.port === port).map(({ address }) => address);
  return at.includes(null) || addresses.every((address) => at.includes(address));
}

function remedies(
  core: ClusterCore,
  port: number,
  hostId: string,
  clusterId: string | null,
  unmasking: readonly Remedy[],
): readonly Remedy[] {
  const byHand = runByHand(hostId, `See who should listen on port ${port}`, `ss -tlnp sport = :${port}`);
  if (port !== webPort) return [byHand];
  return core.webServer === null
    ? [declareInstead('Declare a webServer, which Hostwright then sets up'), byHand]
    : [...unmasking, repairCluster(clusterId), byHand];
}

/** Manager and nodes, where Hostwright sets up the web server. */
function webHosts({ core }: ClusterSpec): ReturnType<typeof membersWithRole> {
  return core.webServer === null ? [] : membersWithRole(core, 'MANAGER', 'NODE');
}

/**
 * Balanced services listen. Every host that takes connections of a balanced service listens on its port; before Hostwright sets up
 * a web server, port 80 is held by no other program, be it the other web server that Hostwright could set up.
 * The health check leaves out a host that does not listen, so that the others carry its share without anybody noticing; beside
 * somebody else's program no web server starts.
 */
export const servicesListen = defineRule({
  id: 'R-NODE-4',
  title: 'Balanced services listen',
  law: 'Every host that takes connections of a balanced service listens on its port; before Hostwright sets up a web server, port 80 is held by no other program.',
  severity: 'ERROR',
  source: 'Cluster installation requirements, "The Nodes"',
  moments: ['before', 'after'],
  notApplicable: (spec) => (spec.core.webServer === null ? nothingBalanced(spec) : null),
  looks: (spec) => [
    ...webHosts(spec).map(({ member: { hostId } }) => ({ hostId, probe: tcpListeners() })),
    ...placedServices(spec.core).flatMap(({ service }) =>
      targetsOf(spec.core, service)
        .filter(({ weight }) => weight > 0)
        .map(({ hostId }) => ({ hostId, probe: tcpListeners() })),
    ),
  ],
  check(context, report) {
    if (context.moment === 'before') judgeHolders(context, report);
    else judgeServices(context, report);
  },
});

function judgeHolders({ spec, facts }: RuleContext, report: Report): void {
  const { webServer } = spec.core;
  if (webServer === null) return report.notApplicable(noWebServer);
  const own = new Set(webPrograms[webServer]);
  for (const { member, field } of webHosts(spec)) {
    const { hostId } = member;
    const subject = hostSubject(hostId);
    const seen = report.read(subject, hostId, tcpListeners());
    if (seen === undefined) continue;
    const held = seen.value.filter(({ port }) => port === webPort);
    const foreign = new Set(held.flatMap(({ programs }) => programs.filter((name) => !own.has(name))));
    if (foreign.size === 0) {
      report.met(subject, [seen.evidence]);
      continue;
    }
    const host = facts.hostName(hostId);
    const program = [...foreign].join(', ');
    report.violated({
      subject,
      code: 'PORT_TAKEN',
      message: `${program} listens on port ${webPort} of ${host}, where the web server has to; stop it, or have it listen elsewhere.`,
      parameters: { host, program, port: String(webPort) },
      field,
      evidence: [seen.evidence],
      remedies: [
        runByHand(hostId, `See what holds port ${webPort}, and stop it`, `ss -tlnp sport = :${webPort}`),
        ...instead([...foreign]),
        declareInstead('Declare no webServer, and have what runs there serve the sites'),
      ],
    });
  }
}

/** The other web server of those that Hostwright knows, where it is that one alone which holds the port. */
function instead(foreign: readonly string[]): readonly Remedy[] {
  return webServers
    .filter((other) => foreign.every((name) => webPrograms[other].includes(name)))
    .map((other) => declareInstead(`Declare webServer ${other}, which runs there already, if it does on every host`));
}

function judgeServices({ spec, facts, clusterId }: RuleContext, report: Report): void {
  const { core } = spec;
  const nothing = nothingBalanced(spec);
  if (nothing !== null) return report.notApplicable(nothing);
  for (const { service, field } of placedServices(core)) {
    const { port } = service;
    const address = canonicalAddress(service.address);
    for (const target of targetsOf(core, service).filter(({ weight }) => weight > 0)) {
      const subject = hostSubject(target.hostId);
      const seen = report.read(subject, target.hostId, tcpListeners());
      if (seen === undefined) continue;
      if (isServed(seen.value, port, [address, target.address])) {
        report.met(subject, [seen.evidence]);
        continue;
      }
      const host = facts.hostName(target.hostId);
      const isOurs = port === webPort && core.webServer !== null;
      const web = isOurs ? facts.drift(target.hostId).drifted.filter(({ kind }) => kind === 'web.server') : [];
      const masked = maskedUnits(web);
      const why = masked.length === 0 ? '' : ` ${masked.join(', ')} is masked there.`;
      report.violated({
        subject,
        code: 'NOT_LISTENING',
        message: `${host} does not listen on port ${port} for ${address}, which is balanced to it.${why}`,
        parameters: { host, address, port: String(port) },
        field,
        evidence: [seen.evidence],
        remedies: remedies(
          ...([core, port, target.hostId, clusterId] as const),
          masked.length === 0 ? [] : [unmaskByHand(target.hostId, host, masked)],
        ),
      });
    }
  }
}
