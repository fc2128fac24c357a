import { clusterSpec, type ClusterSpec } from '../domain/account-spec.js';
import { localDatabasePort } from '../domain/local-database.js';
import { blocking } from '../rules/blocking.js';
import { judgeByRule, type ReadValue } from '../rules/judge.js';
import { withMeantNetworks } from '../rules/meant-networks.js';
import { ruleRegistry } from '../rules/registry.js';
import type { Finding, Rule } from '../rules/rule.js';
import { storedFacts } from '../rules/stored-facts.js';
import { coreOf, databaseServersNamed, hostsNamed } from './core-of.js';
import type { Manifest } from './manifest.js';
import { inManifest } from './manifest-field.js';
import { asFarAsShaped, notShapedAt } from './not-shaped.js';
import { standInName } from './stand-ins.js';
import { subjectById, subjectByName } from './subject-names.js';
import { networksUnsure, unshapedInValue } from './unshaped-in-value.js';
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

export interface JudgedManifest {
  readonly judgements: readonly Judgement[];
  /** Ids of the rules that could not be judged, since they depend on what has not the shape. */
  readonly unjudged: readonly string[];
  /** How many rules there are to judge. */
  readonly of: number;
}

/**
 * Judges what a manifest says, without any host: the rules that need no facts, over ids that stand for the names.
 * @param unshaped places of the manifest at which stand-ins are: no rule is judged that depends on one
 */
export function judgeManifest(manifest: Manifest, unshaped: readonly (readonly string[])[] = []): JudgedManifest {
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
  // A server that is registered may be reached where the device in front forwards to: only what is said either way is known.
  const target = manifest.nat?.forwardTarget ?? null;
  const values = [spec, ...(target === null ? [] : [valueOf(manifest, ids, target)])].map((value) =>
    readable(value, unshaped),
  );
  const said = (rule: Rule): readonly Finding[] => {
    const [findings = [], ...others] = values.map((value) =>
      judgeByRule(rule, value, facts, ['declared'], { draft: false }),
    );
    const there = others.map((some) => new Set(some.map(nameOf)));
    return findings.filter((finding) => there.every((some) => some.has(nameOf(finding))));
  };
  const acknowledged = manifest.acknowledgements.flatMap(({ rule, subject }) => {
    const text = subjectById(subject, ids);
    return text === undefined ? [] : [{ rule, subject: text }];
  });
  const parts = new Set(unshaped.map(([part]) => part));
  /** Told of the cluster, whose name is not known, or in the way only while it is not acknowledged, which it may be. */
  const isUnsure = (findings: readonly Finding[]): boolean =>
    (parts.has('name') && JSON.stringify(findings.filter(isViolated)).includes(standInName)) ||
    (parts.has('acknowledgements') && blocking(findings, acknowledged).some(({ severity }) => severity === 'WARNING'));

  const findings: Finding[] = [];
  const unjudged: string[] = [];
  const declared = ruleRegistry.filter(({ moments }) => moments.includes('declared'));
  for (const rule of declared) {
    const found = asFarAsShaped(() => said(rule));
    if (found === undefined || isUnsure(found)) unjudged.push(rule.id);
    else for (const finding of found) findings.push(finding);
  }
  const inTheWay = new Set(blocking(findings, acknowledged));
  const judgements = findings.filter(isViolated).map((finding): Judgement => {
    const text = subjectText(finding.subject);
    return {
      finding,
      path: inManifest(manifest, spec, finding.field),
      subject: subjectByName(text, names) ?? text,
      isInTheWay: inTheWay.has(finding),
    };
  });
  return { judgements, unjudged, of: declared.length };
}

function isViolated({ verdict }: Finding): boolean {
  return verdict === 'VIOLATED';
}

function readable(spec: ClusterSpec, unshaped: readonly (readonly string[])[]): ReadValue {
  const meant = withMeantNetworks(spec);
  if (unshaped.length === 0) return { written: spec, meant };
  const places = unshaped.flatMap((path) => unshapedInValue(path, spec));
  return {
    written: notShapedAt(spec, places),
    meant: notShapedAt(meant, [...places, ...networksUnsure(spec, places)]),
  };
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
