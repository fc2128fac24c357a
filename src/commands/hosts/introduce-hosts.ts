import { z } from 'zod';
import { planHostKey, planObserve } from '../../plan/plan-observe.js';
import type { Plan } from '../../plan/plan.js';
import type { Work } from '../command.js';
import { startOperation } from '../operations/start-operation.js';
import { notFound } from '../revisions/not-found.js';
import { Refused } from '../user-error.js';
import { forbiddenAddress } from './forbidden-address.js';
import type { HostInput } from './host-input.js';
import { hopsAmong } from './hops-among.js';
import { hostsTaken, type HostRefusal, type NumberedHost } from './hosts-taken.js';

const found = z.object({ id: z.uuid() });

export interface Introduced {
  /** Row ids in the order of the given hosts. */
  readonly hostIds: readonly string[];
  readonly operation: string;
  readonly plan: Plan;
}

/**
 * Makes hosts known, all or none, and starts the first contact with each: a look where its key is given, else the question for
 * its key. What is wrong is told of every host at once.
 * @param fieldOf path of a host within the input
 */
export async function introduceHosts(
  work: Work,
  sshKeyId: string,
  hosts: readonly HostInput[],
  fieldOf: (index: number) => readonly string[],
): Promise<Introduced> {
  const { sql, ids, caller } = work;
  const [key] = await sql.query(
    'SELECT id FROM ssh_key WHERE tenant_id = $1 AND id = $2',
    [caller.tenantId, sshKeyId],
    found,
  );
  if (key === undefined) throw notFound('SshKey', 'sshKeyId');
  const numbered = hosts.map((host, index) => ({ index, id: ids.uuid(), host }));
  const unreachable = await unreachableHosts(work, numbered);
  const reachable = numbered.filter(({ index }) => !unreachable.some((refusal) => refusal.index === index));
  const inserted = await insertHosts(work, sshKeyId, reachable);
  const taken = await hostsTaken(
    work,
    reachable.filter(({ id }) => !inserted.has(id)),
  );
  const refusals = [...unreachable, ...taken];
  if (refusals.length > 0) {
    throw new Refused(refusals.map(({ index, error }) => ({ ...error, field: [...fieldOf(index), ...error.field] })));
  }
  const hostIds = numbered.map(({ id }) => id);
  const plan = firstContact(numbered);
  const operation = await startOperation(work, {
    kind: 'REGISTER_HOST',
    lock: 'NONE',
    lockKeys: [],
    target: { kind: 'Host', id: hostIds[0] ?? '' },
    clusterId: null,
    revision: null,
    plan,
  });
  return { hostIds, operation, plan };
}

function firstContact(hosts: readonly NumberedHost[]): Plan {
  const idsOf = (some: readonly NumberedHost[]): readonly string[] => some.map(({ id }) => id);
  const isPinned = ({ host }: NumberedHost): boolean => host.hostKeyFingerprint != null;
  const toAsk = planHostKey(idsOf(hosts.filter((host) => !isPinned(host))));
  const toLookAt = planObserve(idsOf(hosts.filter(isPinned)));
  return { tasks: [...toAsk.tasks, ...toLookAt.tasks] };
}

/** Hosts at addresses that we must not connect to, or behind hosts that are not there or are not reached by SSH. */
async function unreachableHosts(work: Work, hosts: readonly NumberedHost[]): Promise<readonly HostRefusal[]> {
  const hops = await hopsAmong(
    work,
    hosts.flatMap(({ host }) => host.reachedThroughId ?? []),
  );
  return hosts.flatMap(({ index, host: { address, reachedThroughId } }) => {
    const isHopThere = reachedThroughId == null || hops.has(reachedThroughId);
    const forbidden = forbiddenAddress(work.addressPolicy, address);
    const reasons = [
      ...(isHopThere ? [] : [notFound('Host', 'reachedThroughId')]),
      ...(forbidden === undefined ? [] : [forbidden]),
    ];
    return reasons.flatMap(({ userErrors }) => userErrors.map((error) => ({ index, error })));
  });
}

/**
 * Ids of those that could be inserted; the others take a name, an address or a reference that is taken, by a host of the same
 * request maybe. In the order of their names, so that requests at the same moment do not wait for one another in a circle.
 */
async function insertHosts(
  { sql, caller }: Work,
  sshKeyId: string,
  hosts: readonly NumberedHost[],
): Promise<ReadonlySet<string>> {
  const rows = hosts.map(({ index, id, host }) => ({
    ...{ number: index, id, name: host.name, address: host.address, port: host.port, login: host.user },
    reached_through: host.reachedThroughId ?? null,
    ...{ pinned: host.hostKeyFingerprint ?? null, management: host.management },
    ...{ labels: host.labels, external_ref: host.externalRef },
  }));
  const inserted = await sql.query(
    `INSERT INTO host (id, tenant_id, name, address, port, login, reached_through, access, management, ssh_key_id,
       pinned_sha256, pin_confirmed_by, pin_confirmed_at, state, labels, external_ref)
     SELECT r.id, $1, r.name, r.address, r.port, r.login, r.reached_through, 'SSH', r.management, $2,
       r.pinned, CASE WHEN r.pinned IS NOT NULL THEN $3 END, CASE WHEN r.pinned IS NOT NULL THEN now() END,
       CASE WHEN r.pinned IS NULL THEN 'KEY_UNCONFIRMED' ELSE 'READY' END, r.labels, r.external_ref
     FROM jsonb_to_recordset($4::jsonb) AS r(number int, id uuid, name text, address text, port int, login text,
       reached_through uuid, pinned text, management text, labels jsonb, external_ref text)
     ORDER BY r.name, r.number
     ON CONFLICT DO NOTHING RETURNING id`,
    [caller.tenantId, sshKeyId, caller.tokenId, JSON.stringify(rows)],
    found,
  );
  return new Set(inserted.map(({ id }) => id));
}
