import type { ClusterSpec } from '../../domain/account-spec.js';
import { judgeManifest, type Judgement } from '../../manifest/judge-manifest.js';
import { manifestOf } from '../../manifest/manifest-of.js';
import type { Manifest } from '../../manifest/manifest.js';
import { Refused, type UserError } from '../user-error.js';

/** The accepted value of a cluster that is there, and how its hosts are called. */
export interface Accepted {
  readonly spec: ClusterSpec;
  hostName(hostId: string): string;
}

/**
 * Whoever is refused for what a manifest names is refused at once for the requirements that it violates, too. Of a cluster that is
 * there, those that it violates already are left out; and where it is refused an edit that nobody may make, nothing else is told,
 * since the value that keeps what has to be kept is another one.
 */
export async function tellingAll<T>(
  manifest: Manifest,
  wanted: Promise<T>,
  accepted: (() => Promise<Accepted>) | undefined,
): Promise<T> {
  try {
    return await wanted;
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    if (accepted !== undefined && !error.userErrors.every(({ code }) => code === 'NOT_FOUND')) throw error;
    const had = accepted === undefined ? [] : errors(judgeManifest(acceptedManifest(await accepted())));
    throw new Refused([...error.userErrors, ...without(errors(judgeManifest(manifest)), had).map(asUserError)]);
  }
}

function errors(judgements: readonly Judgement[]): readonly Judgement[] {
  return judgements.filter(({ isInTheWay, finding }) => isInTheWay && finding.severity === 'ERROR');
}

/** Each of the others excuses one: a second one of the same is worse than one. */
function without(some: readonly Judgement[], others: readonly Judgement[]): readonly Judgement[] {
  const excuses = others.map(sameThing);
  return some.filter((one) => {
    const index = excuses.indexOf(sameThing(one));
    if (index !== -1) excuses.splice(index, 1);
    return index === -1;
  });
}

/** By names, since ids of what a manifest names stand for its own names only. */
function sameThing({ finding: { ruleId, messageCode }, subject }: Judgement): string {
  return JSON.stringify([ruleId, messageCode, subject]);
}

function acceptedManifest({ spec, hostName }: Accepted): Manifest {
  const { members, userStorage } = spec.core;
  const hosts = [
    ...members.map(({ hostId }) => hostId),
    ...(userStorage.mode === 'EXTERNAL' ? [userStorage.fileServer] : []),
  ];
  return manifestOf({
    spec,
    names: {
      hosts: new Map(hosts.map((hostId) => [hostId, hostName(hostId)])),
      databaseServers: new Map(spec.databaseServers.map(({ databaseServerId, name }) => [databaseServerId, name])),
      accounts: new Map(spec.accounts.map(({ accountId, name }) => [accountId, name])),
    },
    ...{ acknowledgements: [], accounts: new Map(), labels: {}, externalRef: null },
  });
}

function asUserError({ finding: { ruleId, message, severity }, path }: Judgement): UserError {
  return { code: 'RULE_VIOLATED', message: `${ruleId}: ${message}`, field: ['manifest', ...path], severity };
}
