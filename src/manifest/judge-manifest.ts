import { clusterSpec, type ClusterSpec } from '../domain/account-spec.js';
import { localDatabasePort } from '../domain/local-database.js';
import { blocking } from '../rules/blocking.js';
import { judge } from '../rules/judge.js';
import type { Finding } from '../rules/rule.js';
import { storedFacts } from '../rules/stored-facts.js';
import { coreOf, databaseServersNamed, hostsNamed } from './core-of.js';
import type { Manifest } from './manifest.js';
import { inManifest } from './manifest-field.js';
import { subjectById, subjectByName } from './subject-names.js';
import { subjectText } from '../rules/subject.js';

/** What a rule says of a manifest, in its words. */
export interface Judgement {
  readonly finding: Finding;
  /** Within the manifest. */
  readonly path: readonly string[];
  /** By name, as an acknowledgement in the manifest repeats it. */
  readonly subject: string;
  /** Whether it would refuse the manifest. */
  readonly isInTheWay: boolean;
}

/** Of a server that is registered elsewhere: no server has it, and no network that could be declared holds it. */
const unknownAddress = '255.255.255.255';
const unknownSecret = { secretId: madeUpId(0, 0), version: 1 };
const firstUid = 20_000;

function madeUpId(kind: number, index: number): string {
  return `00000000-0000-7000-8${String(kind).padStart(3, '0')}-${String(index).padStart(12, '0')}`;
}

function madeUp(kind: number, names: readonly string[]): ReadonlyMap<string, string> {
  return new Map(names.map((name, index) => [name, madeUpId(kind, index)]));
}

const byId = (ids: ReadonlyMap<string, string>): ReadonlyMap<string, string> =>
  new Map([...ids].map(([name, id]) => [id, name]));

/** Judges what a manifest says, without any host: the rules that need no facts, over ids that stand for the names. */
export function judgeManifest(manifest: Manifest): readonly Judgement[] {
  const ids = {
    hosts: madeUp(1, hostsNamed(manifest)),
    databaseServers: madeUp(2, databaseServersNamed(manifest)),
    accounts: madeUp(
      3,
      manifest.accounts.map(({ name }) => name),
    ),
  };
  const names = {
    hosts: byId(ids.hosts),
    databaseServers: byId(ids.databaseServers),
    accounts: byId(ids.accounts),
  };
  const spec = valueOf(manifest, ids, unknownAddress);
  const hosts = new Map([...names.hosts].map(([id, name]) => [id, { name, hostKeySha256: null }]));
  const facts = storedFacts({ answers: new Map(), hosts, now: new Date(0) });
  const said = (value: ClusterSpec): readonly Finding[] => judge(value, facts, ['declared'], { draft: false });
  // A server that is registered may be reached where the device in front forwards to: only what is said either way is known.
  const target = manifest.nat?.forwardTarget ?? null;
  const there = target === null ? undefined : new Set(said(valueOf(manifest, ids, target)).map(nameOf));
  const findings = said(spec).filter((finding) => there?.has(nameOf(finding)) ?? true);
  const acknowledged = manifest.acknowledgements.flatMap(({ rule, subject }) => {
    const text = subjectById(subject, ids);
    return text === undefined ? [] : [{ rule, subject: text }];
  });
  const inTheWay = new Set(blocking(findings, acknowledged));
  return findings
    .filter(({ verdict }) => verdict === 'VIOLATED')
    .map((finding) => {
      const text = subjectText(finding.subject);
      return {
        finding,
        path: inManifest(manifest, spec, finding.field),
        subject: subjectByName(text, names) ?? text,
        isInTheWay: inTheWay.has(finding),
      };
    });
}

function nameOf({ ruleId, subject, messageCode }: Finding): string {
  return JSON.stringify([ruleId, subjectText(subject), messageCode]);
}

type Ids = Readonly<Record<'hosts' | 'databaseServers' | 'accounts', ReadonlyMap<string, string>>>;

/** @param serverAddress where servers are reached that are registered elsewhere */
function valueOf(manifest: Manifest, ids: Ids, serverAddress: string): ClusterSpec {
  const local = manifest.localDatabase ? madeUpId(4, 0) : undefined;
  const [manager] = manifest.members.filter(({ role }) => role === 'MANAGER');
  const reachedThrough = manager === undefined ? null : (ids.hosts.get(manager.host) ?? null);
  const server = (databaseServerId: string, name: string, address: string, index: number): unknown => ({
    ...{ databaseServerId, hostId: madeUpId(5, index), name, address, port: localDatabasePort, login: 'root' },
    ...{ password: unknownSecret, reachedThrough },
  });
  const own = local === undefined ? [] : [server(local, 'local', manifest.quorumAddress ?? unknownAddress, 0)];
  const others = manifest.databaseServers.map((name, index) =>
    server(ids.databaseServers.get(name) ?? '', name, serverAddress, index + 1),
  );
  return clusterSpec.parse({
    core: coreOf(manifest, { ...ids, localDatabase: local }),
    databaseServers: [...own, ...others],
    accounts: manifest.accounts.map(({ name, domain, dedicatedAddress, quotaBytes, database }, index) => ({
      ...{ accountId: ids.accounts.get(name), name, uid: firstUid + index, gid: firstUid + index },
      ...{ domain, dedicatedAddress, quotaBytes },
      database: databaseOf(database, local, ids),
    })),
  });
}

function databaseOf(
  database: Manifest['accounts'][number]['database'],
  local: string | undefined,
  ids: Ids,
): object | null {
  const server = database?.server == null ? local : ids.databaseServers.get(database.server);
  if (database === null || server === undefined) return null;
  return { server, name: database.name, user: database.user, password: unknownSecret };
}
