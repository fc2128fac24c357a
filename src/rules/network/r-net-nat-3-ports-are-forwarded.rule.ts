import { addressPairs, forwardRules, portsOf, type AddressPair, type ForwardRule } from '../../domain/forward-rules.js';
import { canonicalAddress } from '../../domain/ip-network.js';
import { localDatabasePort } from '../../domain/local-database.js';
import { managerOf } from '../../domain/members.js';
import type { ClusterCore } from '../../domain/spec.js';
import { portsForwarded, type ForwardedPorts } from '../../proofs/network/forwarded-ports.proof.js';
import { defineRule } from '../define-rule.js';
import { noSingleManager } from '../no-single-manager.js';
import { declareInstead } from '../remedy.js';
import type { Fact, Report } from '../report.js';
import { addressSubject } from '../subject.js';
import { onlyUnder } from './only-under.js';
import { asReason, because } from '../reason.js';

/** Ports that somebody said are to be reached there: without them what the cluster is for does not work. */
function declaredServices({ balancedServices, panel, nat }: ClusterCore, targetAddress: string): ReadonlySet<number> {
  const mysql = nat?.forwardMysql === true ? [localDatabasePort] : [];
  const balanced = balancedServices.filter(({ address }) => canonicalAddress(address) === targetAddress);
  return new Set([...balanced.map(({ port }) => port), ...(panel?.ports ?? []), ...mysql]);
}

/** What the knocks tell of a port, and of a range of its ends. */
type Told = (port: number, knocked: ForwardedPorts['udp']) => boolean;
const isLost: Told = (port, { tried, arrived }) => tried.includes(port) && !arrived.includes(port);
const isUntried: Told = (port, { tried }) => !tried.includes(port);

function judgePair(
  core: ClusterCore,
  report: Report,
  pair: AddressPair,
  hostId: string,
  { value, evidence }: Fact<ForwardedPorts>,
): void {
  const { publicAddress, targetAddress } = pair;
  const declared = declaredServices(core, targetAddress);
  const wanted = forwardRules(core).filter((rule) => rule.publicAddress === publicAddress);
  const of = (told: Told): readonly ForwardRule[] =>
    wanted.filter(({ protocol, port, lastPort }) =>
      [port, lastPort].some((one) => told(one, protocol === 'TCP' ? value : value.udp)),
    );
  const [missing, untried] = [of(isLost), of(isUntried)];
  if (untried.length > 0) {
    const ports = untried.map((rule) => `${rule.protocol} ${portsOf(rule)}`).join(', ');
    const text = `when ${publicAddress} was last knocked at, nobody asked for ${ports}`;
    report.unknown(addressSubject(publicAddress), hostId, because('PORTS_NOT_TRIED', text, { ports }), fromOutside);
  } else if (missing.length === 0) {
    report.met(addressSubject(publicAddress), [evidence]);
  }
  for (const rule of missing) {
    const { protocol, port, lastPort, service } = rule;
    const ports = portsOf(rule);
    const what = `${protocol} ${port === lastPort ? 'port' : 'ports'} ${ports}`;
    const lost = port === lastPort ? 'nothing' : 'not all';
    report.violated({
      subject: addressSubject(`${publicAddress}:${ports}${protocol === 'TCP' ? '' : '/udp'}`),
      code: 'PORT_NOT_FORWARDED',
      severity: protocol === 'TCP' && port === lastPort && declared.has(port) ? 'ERROR' : 'WARNING',
      message: `${what} (${service}) of ${publicAddress} ${port === lastPort ? 'does' : 'do'} not reach ${targetAddress}: ${lost} that ${value.source} sent there arrived with its own address.`,
      parameters: {
        ...{ protocol, port: ports, service, public: publicAddress, target: targetAddress },
        source: value.source,
      },
      field: ['nat', 'forwardTarget'],
      evidence: [evidence],
      remedies: [
        declareInstead(
          `Forward ${what} of ${publicAddress} to ${targetAddress} on the NAT device (forwardRules prints how), with the client's address left as it is; then prove FORWARDED_PORTS again`,
        ),
      ],
    });
  }
}

/**
 * Ports are forwarded. Under PRIVATE_NAT the device forwards thirteen TCP ports and those of declared services to the manager;
 * UDP 53, two more ports of mail and the passive ports of FTP, of which the first and the last are tried, are recommended.
 * Only somebody outside can tell, so that the rule speaks once it was tried from a vantage. What was not tried, or not as one that
 * is to be forwarded, may have been declared since: of that nothing is known.
 */
export const portsAreForwarded = defineRule({
  id: 'R-NET-NAT-3',
  title: 'Ports are forwarded',
  law: 'Under PRIVATE_NAT the device forwards TCP 20, 21, 22, 25, 53, 80, 110, 143, 443, 993, 995, 2080 and 2443, and ports of declared services, to the manager. UDP 53, TCP 465 and 587, and the passive ports of FTP (61000 to 65534) are recommended.',
  severity: 'ERROR',
  source: 'Cluster installation requirements, "All servers on private network behind NAT"',
  moments: ['after'],
  notApplicable: onlyUnder('PRIVATE_NAT'),
  check({ spec: { core }, facts }, report) {
    const manager = managerOf(core);
    if (manager === undefined) return report.notApplicable(noSingleManager);
    const pairs = addressPairs(core);
    if (pairs.length === 0)
      return report.notApplicable(because('NO_NAT_DEVICE', 'Nothing is declared of the NAT device yet (R-NET-NAT-4).'));
    const { hostId } = manager.member;
    for (const pair of pairs) {
      const tried = facts.read(hostId, portsForwarded(pair));
      if (tried.known) judgePair(core, report, pair, hostId, tried);
      else report.unknown(addressSubject(pair.publicAddress), hostId, asReason(tried), fromOutside);
    }
  },
});

/** A vantage is for a person to choose. */
const fromOutside = declareInstead('Prove FORWARDED_PORTS from a vantage (proveCluster with vantageId)');
