/** Names by row id. */
export interface SubjectNames {
  readonly hosts: ReadonlyMap<string, string>;
  readonly databaseServers: ReadonlyMap<string, string>;
  readonly accounts: ReadonlyMap<string, string>;
}

/** Row ids by name. */
export interface SubjectIds {
  readonly hosts: ReadonlyMap<string, string>;
  readonly databaseServers: ReadonlyMap<string, string>;
  readonly accounts: ReadonlyMap<string, string>;
}

function replaced(subject: string, by: SubjectNames | SubjectIds): string | undefined {
  const [kind = '', ...rest] = subject.split(' ');
  const text = rest.join(' ');
  const mapped = { Host: by.hosts, DatabaseServer: by.databaseServers, Account: by.accounts };
  if (kind !== 'Host' && kind !== 'DatabaseServer' && kind !== 'Account') return subject;
  const found = mapped[kind].get(text);
  return found === undefined ? undefined : `${kind} ${found}`;
}

/** A subject as a manifest names it, e.g. `Host node1`; undefined for one that the cluster has no more. */
export function subjectByName(subject: string, names: SubjectNames): string | undefined {
  return replaced(subject, names);
}

/** A subject as findings print it, from its name in a manifest; undefined for a name that is unknown. */
export function subjectById(subject: string, ids: SubjectIds): string | undefined {
  return replaced(subject, ids);
}
