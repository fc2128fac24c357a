import { z } from 'zod';
import { chownHomeSaid } from '../domain/chown-home.js';
import { troubleSaid } from '../domain/host-trouble.js';
import { maskedUnitSaid, unmasking } from '../domain/masked-unit.js';
import { sourceSeen } from '../domain/seen-elsewhere.js';
import { startingNfsServer } from '../domain/starting-nfs-server.js';
import { troubleOfStep } from '../events/trouble-of-step.js';
import type { Sql } from '../ports/sql.js';
import { addresses } from '../probes/network/addresses.js';
import { retryOf, type Failure } from './failure.js';
import { waysOutOfWait } from './ways-out-of-wait.js';

type Remedies = Failure['remedies'];

export interface WaysOut {
  readonly remedies: Remedies;
  /** For tokens for the one cluster, where the others name what these may not see. */
  readonly withinCluster?: Remedies;
}

export interface FailedStep {
  readonly hostId: string;
  readonly kind: string;
  readonly key: string | null;
  readonly message: string;
}

const holderRow = z.object({ id: z.uuid(), name: z.string(), cluster: z.string().nullable(), is_own: z.boolean() });
const serverRow = z.object({ id: z.uuid(), name: z.string() });
type Holder = z.infer<typeof holderRow>;

/** As the steps that mount shares name the server that they waited for in vain. */
const silentServer = /^waited \d+ s for the NFS server at (\S+), which does not answer/;
/** As apt tells of a repository that gives nothing, and as the step that installs repeats it. */
const silentRepository = /[EW]: Failed to fetch /;
const linkAddress = /\b(?:[0-9A-F]{2}:){5}[0-9A-F]{2}\b/i;

/** What to do about a failed step that is more than that; undefined where it is just a failed step. */
export async function waysOutOfTrouble(
  sql: Sql,
  tenantId: string,
  operationId: string,
  failed: FailedStep,
): Promise<WaysOut | undefined> {
  const [, silent] = silentServer.exec(failed.message) ?? [];
  if (silent !== undefined) return { remedies: await startingServer(sql, tenantId, operationId, silent) };
  const untilFree = await waysOutOfWait(sql, { tenantId, hostId: failed.hostId }, failed.message);
  if (untilFree.length > 0) {
    return { remedies: [...untilFree, { ...retryOf(operationId), title: 'Then do again what was left undone' }] };
  }
  // What was fetched finds no place on a full disk in the same words.
  const isOfHost = troubleSaid(failed.message) !== undefined;
  if (failed.kind === 'packages.installed' && silentRepository.test(failed.message) && !isOfHost) {
    return { remedies: await reachingRepositories(sql, tenantId, operationId, failed.hostId) };
  }
  const masked = maskedUnitSaid(failed.message);
  if (masked !== undefined) {
    const host = await hostName(sql, tenantId, failed.hostId);
    return { remedies: unmaskingFirst(operationId, { hostId: failed.hostId, host }, masked) };
  }
  const ofHome = failed.kind === 'account.home' ? chownHomeSaid(failed.message) : undefined;
  if (ofHome !== undefined) {
    const host = await hostName(sql, tenantId, failed.hostId);
    return { remedies: givingHome(operationId, { ...failed, host }, ofHome) };
  }
  const source = sourceSeen(failed.message);
  if (source !== undefined) return { remedies: beingSeenAsDeclared(operationId, source) };
  const trouble = troubleOfStep(failed.kind, failed.message);
  if (trouble === undefined) return undefined;
  const retry = retryOf(operationId);
  const again = [{ ...retry, title: trouble.wayOut(await hostName(sql, tenantId, failed.hostId)) }];
  if (trouble.event !== 'lb.vip_conflict') return { remedies: again };
  const address = failed.key ?? 'it';
  const mayBeAnother = !(await isQuorum(sql, tenantId, operationId, address));
  const another = `Or declare another address than ${address} that is free here (exportCluster, then applyCluster)`;
  const ofStranger = mayBeAnother ? [...again, declaring(another, null)] : again;
  const holder = await holderOf(sql, tenantId, operationId, failed);
  if (holder === undefined) return { remedies: ofStranger };
  const remedies = ofOwnHost(holder, address, mayBeAnother, retry);
  return holder.is_own ? { remedies } : { remedies, withinCluster: ofStranger };
}

/** The server's own host is told by the address that the cluster declares it with; one that it does not declare, by that alone. */
async function startingServer(sql: Sql, tenantId: string, operationId: string, address: string): Promise<Remedies> {
  const [host] = await sql.query(
    `SELECT h.id, h.name FROM operation o
     JOIN address a ON a.tenant_id = o.tenant_id AND a.cluster_id = o.cluster_id
     JOIN host h ON h.tenant_id = a.tenant_id AND h.id = a.host_id
     WHERE o.tenant_id = $1 AND o.id = $2 AND a.address = $3 LIMIT 1`,
    [tenantId, operationId, address],
    serverRow,
  );
  const title = `See that the NFS server of ${host?.name ?? address} runs, and that no firewall is between; this starts it`;
  return [
    { title, mutation: null, input: null, command: startingNfsServer, hostId: host?.id ?? null },
    { ...retryOf(operationId), title: 'Then do again what was left undone' },
  ];
}

/** No user that is made on the server by hand helps, nor doing it again as things are. */
function beingSeenAsDeclared(operationId: string, source: string): Remedies {
  const title = `Have the server see declared addresses where it sees ${source} now, by one of the ways that the message tells of`;
  return [
    declaring(title, null),
    { ...retryOf(operationId), title: 'Then do again what was left undone, unless applyCluster did' },
  ];
}

async function hostName(sql: Sql, tenantId: string, hostId: string): Promise<string> {
  const [host] = await sql.query(
    'SELECT id, name FROM host WHERE tenant_id = $1 AND id = $2',
    [tenantId, hostId],
    serverRow,
  );
  return host?.name ?? 'the host';
}

async function reachingRepositories(
  sql: Sql,
  tenantId: string,
  operationId: string,
  hostId: string,
): Promise<Remedies> {
  const host = await hostName(sql, tenantId, hostId);
  const title = `See that ${host} reaches its package repositories; run as root there, this shows which of them gives nothing, and why`;
  return [
    { title, mutation: null, input: null, command: 'apt-get update', hostId },
    { ...retryOf(operationId), title: 'Then do again what was left undone' },
  ];
}

/** Whoever masked it wanted it off; that is not ours to undo, and doing it again fails as long as it is so. */
function unmaskingFirst(
  operationId: string,
  { hostId, host }: { readonly hostId: string; readonly host: string },
  unit: string,
): Remedies {
  const title = `${unit} is masked on ${host}, so that nothing starts it; this takes that away, run as root`;
  return [
    { title, mutation: null, input: null, command: unmasking(unit), hostId },
    { ...retryOf(operationId), title: 'Then do again what was left undone' },
  ];
}

/** Whose data they are only a person knows: those of another customer are not for this account. */
function givingHome(
  operationId: string,
  { hostId, host, key }: FailedStep & { readonly host: string },
  command: string,
): Remedies {
  const title = `Where these are ${key ?? 'the account'}'s own data, as the message tells how to know, give them to its UID on ${host}; run as root there`;
  return [
    { title, mutation: null, input: null, command, hostId },
    { ...retryOf(operationId), title: 'Then do again what was left undone' },
  ];
}

/** What works for one cluster would be taken from it: that the address is taken from there is the lesser way. */
function ofOwnHost(
  { id, name, cluster }: Holder,
  address: string,
  mayBeAnother: boolean,
  retry: Remedies[number],
): Remedies {
  const whose = cluster === null ? `${name}, a host of yours in no cluster,` : `${name} of your cluster ${cluster}`;
  const answers = `${whose} answers for ${address}`;
  const up = `give ${address} up ${cluster === null ? `on ${name}` : `in cluster ${cluster}`}, then do again what was left undone`;
  return mayBeAnother
    ? [declaring(`${answers}: declare another address that is free here`, id), { ...retry, title: `Or ${up}` }]
    : [{ ...retry, title: `${answers}: ${up}` }];
}

function declaring(title: string, hostId: string | null): Remedies[number] {
  return { title, mutation: null, input: null, command: null, hostId };
}

/** The quorum address stays where it is as soon as a setup has begun. */
async function isQuorum(sql: Sql, tenantId: string, operationId: string, address: string): Promise<boolean> {
  const rows = await sql.query(
    `SELECT a.purpose FROM operation o JOIN address a ON a.tenant_id = o.tenant_id AND a.cluster_id = o.cluster_id
     WHERE o.tenant_id = $1 AND o.id = $2 AND a.address = $3 AND a.purpose = 'QUORUM'`,
    [tenantId, operationId, address],
    z.object({ purpose: z.string() }),
  );
  return rows.length > 0;
}

/** The other host of the tenant that the machine is which answers, by the link address that it answers with. */
async function holderOf(
  sql: Sql,
  tenantId: string,
  operationId: string,
  { hostId, message }: FailedStep,
): Promise<Holder | undefined> {
  const [answering] = linkAddress.exec(message) ?? [];
  if (answering === undefined) return undefined;
  const [holder] = await sql.query(
    `SELECT h.id, h.name, c.name AS cluster, EXISTS (
       SELECT FROM operation o WHERE o.tenant_id = $1 AND o.id = $5 AND o.cluster_id = c.id) AS is_own
     FROM fact f JOIN host h ON h.tenant_id = f.tenant_id AND h.id = f.host_id
     LEFT JOIN member m ON m.tenant_id = h.tenant_id AND m.host_id = h.id
     LEFT JOIN cluster c ON c.tenant_id = m.tenant_id AND c.id = m.cluster_id
     WHERE f.tenant_id = $1 AND f.probe_id = $2 AND f.host_id <> $3 AND strpos(lower(f.stdout), $4) > 0
     ORDER BY f.observed_at DESC LIMIT 1`,
    [tenantId, addresses().id, hostId, `"${answering.toLowerCase()}"`, operationId],
    holderRow,
  );
  return holder;
}
