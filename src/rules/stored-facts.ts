import type { DoubtedHost, HostWay } from '../domain/host-way.js';
import { maxAgeOf } from '../probes/max-age-of.js';
import { unknown, type StoredQuestion, type UnknownReading } from '../probes/probe.js';
import type { StoredAnswer, StoredAnswers } from '../probes/stored-answer.js';
import { noDrift } from './drift.js';
import type { DeclaredElsewhere, Observed, RuleFacts } from './rule.js';
import { whyUnreached, type FailedTry, type UnreachedHost } from './unreached-host.js';

/** What is known of a host without asking it. */
export interface KnownHost {
  readonly name: string;
  readonly hostKeySha256: string | null;
  /** Left out where nobody tried to reach it. */
  readonly offeredKeySha256?: string | null;
  /** Nobody logs in to it; left out where that is not so. */
  readonly isAppliance?: true;
  /** How it went on the way to it; left out where that is not known. */
  readonly contact?: Contact;
}

interface Contact {
  readonly where: string | null;
  readonly endpoint: HostWay['endpoint'];
  /** As of an unreached host. */
  readonly failing?: HostWay | null;
  /** The host itself or one on the way to it, whose key is in doubt. */
  readonly doubted: DoubtedHost | null;
  /** Null once it answered. */
  readonly lastTry: FailedTry | null;
}

export interface StoredLooks {
  readonly answers: StoredAnswers;
  /** Of vantages, which are outside of every cluster; left out where there are none. */
  readonly outside?: StoredAnswers;
  /** Whoever is told may see hosts of one cluster alone, which vantages are not of; left out where that is not so. */
  readonly hidesVantages?: boolean;
  readonly hosts: ReadonlyMap<string, KnownHost>;
  readonly now: Date;
  /** By address; left out where there are no other clusters to know of. */
  readonly elsewhere?: ReadonlyMap<string, readonly DeclaredElsewhere[]>;
}

function observed<T>(
  stored: StoredAnswer | undefined,
  probe: StoredQuestion<T>,
  hostId: string,
  now: Date,
): Observed<T> | undefined {
  if (stored === undefined || ageInSeconds(stored, now) > maxAgeOf(probe, stored.answer)) return undefined;
  const reading = probe.parse(stored.answer);
  if (!reading.known) return reading;
  const { command, answer, observedAt } = stored;
  return { known: true, value: reading.value, evidence: { hostId, probeId: probe.id, command, answer, observedAt } };
}

function ageInSeconds({ observedAt }: StoredAnswer, now: Date): number {
  return Math.floor((now.getTime() - observedAt.getTime()) / 1000);
}

/** What each vantage said that tried it, the last one first. */
function triedBy<T>(
  { outside = new Map(), hidesVantages: isHidden = false, now }: StoredLooks,
  trial: StoredQuestion<T>,
): readonly Observed<T>[] {
  return [...outside]
    .flatMap(([hostId, stored]) => {
      const answer = stored.get(trial.id);
      return answer === undefined ? [] : [{ hostId, answer }];
    })
    .toSorted((one, other) => other.answer.observedAt.getTime() - one.answer.observedAt.getTime())
    .map(({ hostId, answer }) => {
      const said = observed(answer, trial, hostId, now) ?? whyNot(answer, trial, now);
      if (!said.known) return said;
      return { ...said, evidence: { ...said.evidence, isFromOutside: true, hostId: isHidden ? null : hostId } };
    });
}

/** Why there is no answer that counts, of a host that answers. */
function whyNot(stored: StoredAnswer | undefined, probe: StoredQuestion<unknown>, now: Date): UnknownReading {
  if (stored === undefined) return unknown(`no look has brought an answer to ${probe.id} yet`, 'NOT_LOOKED_AT');
  const age = ageInSeconds(stored, now);
  return unknown(
    `the last look at ${probe.id} is ${age} s old; at most ${maxAgeOf(probe, stored.answer)} s count`,
    'TOO_OLD',
  );
}

/** The host, where nothing of it is known or it failed to answer since. */
function unreachedHost(
  hostId: string,
  host: KnownHost | undefined,
  answers: ReadonlyMap<string, StoredAnswer> | undefined,
): UnreachedHost | undefined {
  if (host?.contact === undefined) return undefined;
  const { lastTry, ...contact } = host.contact;
  const lastAnswer = Math.max(...[...(answers?.values() ?? [])].map(({ observedAt }) => observedAt.getTime()));
  const isFailing = lastTry !== null && lastTry.at.getTime() > lastAnswer;
  if (!isFailing && Number.isFinite(lastAnswer)) return undefined;
  const unconfirmedKey = host.hostKeySha256 === null ? (host.offeredKeySha256 ?? null) : null;
  return { hostId, name: host.name, ...contact, unconfirmedKey, lastTry };
}

/** Facts over stored answers at one moment: an answer older than its probe allows is unknown. */
export function storedFacts(looks: StoredLooks): RuleFacts {
  const { answers, hosts, now, elsewhere } = looks;
  const unreached = (hostId: string): UnreachedHost | undefined =>
    unreachedHost(hostId, hosts.get(hostId), answers.get(hostId));
  return {
    read: (hostId, probe) => {
      const stored = answers.get(hostId)?.get(probe.id);
      const found = observed(stored, probe, hostId, now);
      if (found !== undefined) return found;
      if (hosts.get(hostId)?.isAppliance === true)
        return unknown('it is an appliance, to which nobody logs in', 'NO_ACCESS');
      const host = unreached(hostId);
      return host === undefined
        ? whyNot(stored, probe, now)
        : unknown(whyUnreached(host), host.lastTry === null ? 'NOT_LOOKED_AT' : 'HOST_UNREACHED');
    },
    triedFromOutside: (trial) => triedBy(looks, trial),
    hostName: (hostId) => hosts.get(hostId)?.name ?? hostId,
    hostKeySha256: (hostId) => hosts.get(hostId)?.hostKeySha256 ?? null,
    offeredKeySha256: (hostId) => hosts.get(hostId)?.offeredKeySha256 ?? null,
    unreached,
    drift: () => noDrift,
    leftHosts: [],
    declaredElsewhere: (address) => elsewhere?.get(address) ?? [],
    now,
  };
}
