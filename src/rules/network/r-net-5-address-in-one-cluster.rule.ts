import { networkClass, wholeNetwork } from '../../domain/ip-network.js';
import { addressesOf, membersWithRole, type PlacedAddress } from '../../domain/members.js';
import { defineRule } from '../define-rule.js';
import { declareInstead } from '../remedy.js';
import type { DeclaredElsewhere, Severity } from '../rule.js';
import { severityWeights } from '../severity-weights.js';
import { addressSubject } from '../subject.js';

/**
 * How sure it is that two machines would have one address on one network. A public one is reached from everywhere, so that there is
 * one of it. A private one may be used on any number of networks that do not touch; of those we only know how they are numbered.
 * What the steps bind, other than what the machine brought, is worth a question. A draft is on no machine yet, and asked when it is
 * set up.
 */
function severityOf({ address, network }: PlacedAddress, elsewhere: DeclaredElsewhere): Severity {
  if (elsewhere.isDraft) return 'INFO';
  if (networkClass(wholeNetwork(address.address)) === 'PUBLIC') return 'ERROR';
  const isBound = address.purpose !== 'HOST' || elsewhere.purpose !== 'HOST';
  return isBound && network !== undefined && network.cidr === elsewhere.cidr ? 'WARNING' : 'INFO';
}

interface Worst {
  readonly declared: DeclaredElsewhere;
  readonly severity: Severity;
  /** Whether it is as bad with other clusters. */
  readonly areMore: boolean;
}

/** What is said of an address: one thing, however many clusters declare it, and the worst of it. */
function worstOf(placed: PlacedAddress, elsewhere: readonly DeclaredElsewhere[]): Worst | undefined {
  const [worst, next] = elsewhere
    .map((declared) => ({ declared, severity: severityOf(placed, declared) }))
    .toSorted((one, other) => severityWeights[other.severity] - severityWeights[one.severity]);
  return worst && { ...worst, areMore: next?.severity === worst.severity };
}

/** Whoever may see their own cluster alone is not told which other one it is. */
function tellOf(address: string, host: string, { declared: { cluster, host: other }, severity, areMore }: Worst) {
  const which = cluster === null || other === null ? null : { cluster, other };
  const others = areMore ? ', and by others' : '';
  const by = which === null ? 'another cluster too' : `cluster ${which.cluster} too, for ${which.other}${others}`;
  const unlessApart = severity === 'ERROR' ? '' : ', unless the clusters are on networks of their own';
  const taken = which === null ? '' : `, or take ${address} from cluster ${which.cluster} before that`;
  return {
    code: which === null ? 'DECLARED_BY_ANOTHER' : 'DECLARED_ELSEWHERE',
    codeToAll: 'DECLARED_ELSEWHERE',
    message: `${address} of ${host} is declared by ${by}; only one of them may have it${unlessApart}.`,
    parameters: { address, host, ...which },
    remedies: [declareInstead(`Declare another address${taken}`)],
  };
}

/**
 * An address in one cluster. What a member declares, no other cluster of the tenant declares. Two machines with one address take
 * each other's connections.
 */
export const addressInOneCluster = defineRule({
  id: 'R-NET-5',
  title: 'An address in one cluster',
  law: 'An address that a cluster declares is declared by no other cluster of the tenant on the same network.',
  severity: 'ERROR',
  source: 'Our own: two machines with one address take connections from each other',
  moments: ['declared'],
  check({ spec, facts }, report) {
    const members = membersWithRole(spec.core, 'MANAGER', 'NODE', 'FILE_SERVER', 'DATABASE_SERVER');
    for (const placed of addressesOf(spec.core, members)) {
      const { address, member, field } = placed;
      const elsewhere = facts.declaredElsewhere(address.address).filter(({ cluster }) => cluster !== spec.core.name);
      const worst = worstOf(placed, elsewhere);
      if (worst === undefined) continue;
      report.violated({
        ...tellOf(address.address, facts.hostName(member.hostId), worst),
        subject: addressSubject(address.address),
        severity: worst.severity,
        field: [...field, 'address'],
      });
    }
  },
});
