import { nodesOf } from '../../domain/members.js';
import type { ClusterCore } from '../../domain/spec.js';
import {
  answeredPorts,
  type AnsweredPort,
  type AnsweredPorts,
  type PortFromOutside,
} from '../../proofs/network/direct-answer.proof.js';
import { asReason, because, type Reason } from '../reason.js';
import { declareInstead } from '../remedy.js';
import type { Fact } from '../report.js';
import type { RuleContext, RuleFacts } from '../rule.js';

/** A vantage is for a person to choose. */
export const fromOutside = declareInstead('Prove DIRECT_ANSWER from a vantage (proveCluster with vantageId)');

/** What a host counted of a balanced port. */
export interface Counted {
  readonly hostId: string;
  readonly host: string;
  readonly seen: AnsweredPort;
  readonly evidence: Fact<AnsweredPorts>['evidence'];
}

/**
 * What the proof from outside showed of the answers of a balanced port. `passed`: they come by the manager; `lost`: nothing shows that
 * those of a node arrive; `direct`: they arrive past the manager; `unseen`: no node answered; `untried`: it was not proved.
 */
export type SeenAnswers =
  | {
      readonly is: 'passed';
      readonly source: string;
      readonly manager: Counted;
      readonly answering: readonly Counted[];
    }
  | { readonly is: 'lost'; readonly source: string; readonly lost: readonly Counted[] }
  | {
      readonly is: 'direct';
      readonly source: string;
      readonly silent: readonly Counted[];
      readonly evidence: readonly Fact<AnsweredPorts>['evidence'][];
    }
  | { readonly is: 'unseen'; readonly source: string; readonly silent: readonly Counted[]; readonly reason: Reason }
  | { readonly is: 'untried'; readonly reason: Reason };

function countedBy(facts: RuleFacts, hostId: string, at: Omit<PortFromOutside, 'publicAddress'>): Counted | undefined {
  const tried = facts.read(hostId, answeredPorts());
  if (!tried.known) return undefined;
  const seen = tried.value.ports.find(({ address, port }) => address === at.address && port === at.port);
  return seen === undefined ? undefined : { hostId, host: facts.hostName(hostId), seen, evidence: tried.evidence };
}

/** Of a balanced port, by what manager and nodes counted of the last connections from a vantage. */
export function seenAnswers(
  { spec, facts }: RuleContext,
  managerId: string,
  at: Omit<PortFromOutside, 'publicAddress'>,
): SeenAnswers {
  const tried = facts.read(managerId, answeredPorts());
  if (!tried.known) return { is: 'untried', reason: asReason(tried) };
  const manager = countedBy(facts, managerId, at);
  if (manager === undefined)
    return { is: 'untried', reason: because('NOT_TRIED', 'it was not tried since it was declared') };
  const { source } = tried.value;
  const asked = nodesOf(spec.core)
    .flatMap(({ member }) => countedBy(facts, member.hostId, at) ?? [])
    .filter(({ seen }) => seen.knocked > 0 || seen.answered > 0);
  const answering = asked.filter(({ seen }) => seen.answered > 0);
  if (answering.length > 0 && manager.seen.passed > 0) return { is: 'passed', source, manager, answering };
  const lost = answering.filter(({ seen }) => seen.heard === 0);
  if (lost.length > 0) return { is: 'lost', source, lost };
  const silent = asked.filter(({ seen }) => seen.answered === 0);
  if (answering.length === 0)
    return { is: 'unseen', source, silent, reason: whyUnseen(spec.core, source, manager, silent) };
  return { is: 'direct', source, silent, evidence: [tried.evidence, ...answering.map(({ evidence }) => evidence)] };
}

function whyUnseen({ topology }: ClusterCore, source: string, { seen }: Counted, silent: readonly Counted[]): Reason {
  const rule = topology === 'PRIVATE_NAT' ? ' (R-NET-NAT-3)' : '';
  if (seen.knocked === 0) return because('NOTHING_ARRIVED', `nothing that ${source} sent arrived${rule}`, { source });
  return silent.length > 0
    ? because('NODES_SILENT', 'the nodes that were asked did not answer (R-NODE-4)')
    : because('NO_NODE_ASKED', `no connection of ${source} was given to a node`, { source });
}
