import type { AccountSpec, ClusterSpec } from '../domain/account-spec.js';
import { localDatabaseOf } from '../domain/local-database.js';
import { manifestBody, manifestHead } from '../domain/manifest-body.js';
import type { Acknowledgement } from '../rules/blocking.js';
import { namedSubjects } from '../rules/named-subjects.js';
import { unknownAcknowledgements } from '../rules/unknown-acknowledgements.js';
import type { Manifest } from './manifest.js';
import type { ManifestAccount } from './manifest-account.js';
import { subjectByName, type SubjectNames } from './subject-names.js';

/** A client's own words about a resource. */
export interface Annotations {
  readonly labels: Readonly<Record<string, string>>;
  readonly externalRef: string | null;
}

/** What a manifest tells of a cluster beside its value. */
export interface Declared extends Annotations {
  readonly spec: ClusterSpec;
  readonly names: SubjectNames;
  readonly acknowledgements: readonly Acknowledgement[];
  /** By row id. */
  readonly accounts: ReadonlyMap<string, Annotations>;
}

function inOrder<T>(entries: readonly T[], text: (entry: T) => string): T[] {
  return entries.toSorted((a, b) => (text(a) < text(b) ? -1 : 1));
}

/** Left out where there is none, so that a cluster which gets one is not stripped of it. */
function annotationsOf({ labels, externalRef }: Annotations): Pick<Manifest, 'labels' | 'externalRef'> {
  return {
    ...(Object.keys(labels).length === 0
      ? {}
      : { labels: Object.fromEntries(inOrder(Object.entries(labels), ([key]) => key)) }),
    ...(externalRef === null ? {} : { externalRef }),
  };
}

/** The manifest that declares what is declared; applied, it changes nothing. */
export function manifestOf({ spec, names, acknowledgements, accounts, ...annotations }: Declared): Manifest {
  const { core } = spec;
  const host = (hostId: string): string => names.hosts.get(hostId) ?? hostId;
  const local = localDatabaseOf(spec)?.databaseServerId;
  const server = (id: string): string => names.databaseServers.get(id) ?? id;
  const account = ({
    accountId,
    name,
    domain,
    dedicatedAddress,
    quotaBytes,
    database,
  }: AccountSpec): ManifestAccount => ({
    name,
    ...annotationsOf(accounts.get(accountId) ?? { labels: {}, externalRef: null }),
    domain,
    dedicatedAddress,
    quotaBytes,
    database:
      database === null
        ? null
        : {
            server: database.server === local ? null : server(database.server),
            name: database.name,
            user: database.user,
          },
  });
  // What was acknowledged of something that went since counts for nothing, and would be told as a mistake.
  const gone = new Set(
    unknownAcknowledgements(acknowledgements, namedSubjects(spec, { hostName: host }), []).map(({ index }) => index),
  );
  const meant = acknowledgements.flatMap(({ rule, subject }, index) => {
    if (gone.has(index)) return [];
    const named = subjectByName(subject, names);
    return named === undefined ? [] : [{ rule, subject: named }];
  });
  return {
    ...manifestHead,
    name: core.name,
    ...annotationsOf(annotations),
    ...manifestBody(spec, host, server),
    accounts: inOrder(spec.accounts.map(account), ({ name }) => name),
    acknowledgements: inOrder(meant, ({ rule, subject }) => `${rule} ${subject}`),
  };
}
