import { z } from 'zod';
import { loginUser } from '../../domain/login-user.js';
import { hostStates } from '../../domain/states.js';
import { addressText } from '../../domain/written-address.js';
import { planHostKey, planObserve } from '../../plan/plan-observe.js';
import { observeHosts } from '../../rules/remedy.js';
import type { Command, Work } from '../command.js';
import { globalRef } from '../global-ref.js';
import { expectedVersion, repeatable } from '../mutation-input.js';
import { startOperation } from '../operations/start-operation.js';
import { notFound, versionConflict } from '../revisions/not-found.js';
import { refused } from '../user-error.js';
import { fingerprint } from './fingerprint.js';
import { forbiddenAddress } from './forbidden-address.js';
import { refuseHop } from './refuse-hop.js';

const fields = z.strictObject({
  ...repeatable,
  hostId: globalRef('Host'),
  expectedVersion,
  /** What is left out, or null, stays. */
  address: addressText.nullish(),
  port: z.int().min(1).max(65_535).nullish(),
  user: loginUser.nullish(),
  sshKeyId: globalRef('SshKey').nullish(),
  reachedThroughId: globalRef('Host').nullish(),
  reachedDirectly: z.boolean().default(false),
  hostKeyFingerprint: fingerprint.nullish(),
});
const input = fields.refine(({ reachedThroughId, reachedDirectly }) => reachedThroughId == null || !reachedDirectly, {
  path: ['reachedDirectly'],
  message: 'A host is reached either directly or through another one; give one of the two.',
});

const hostRow = z.object({
  name: z.string(),
  state: z.enum(hostStates),
  version: z.int(),
  address: z.string(),
  port: z.int(),
  login: z.string(),
  ssh_key_id: z.uuid(),
  reached_through: z.uuid().nullable(),
  pinned_sha256: z.string().nullable(),
  has_answered: z.boolean(),
});
type HostRow = z.infer<typeof hostRow>;

/** How a host is to be reached. */
type Way = Pick<HostRow, 'address' | 'port' | 'login' | 'ssh_key_id' | 'reached_through' | 'pinned_sha256'>;

const nameRow = z.object({ name: z.string() });

/**
 * Changes how a host is reached: a typo of its registration is mended, a machine that moved is found again. Whatever it is given, the
 * key that the host must show stays the one that was confirmed, so that another address is no more than another way to the same
 * machine: who answers there with another key is not logged in to, and the host is quarantined. The fingerprint itself is changed
 * here only while the host never answered under it, as nothing is known of a machine then and nothing was made on one; later only
 * `confirmHostKey` takes another key, after the host has shown it. A quarantine ends where it was for what answers at an address that
 * the host does not have any more, or for a fingerprint that nobody expects any more. Operations that wait for the host go the new
 * way at their next try. What stands between is part of the way: a host that is reached through another one, or directly, is asked for
 * the same key there.
 */
export const updateHost: Command<z.output<typeof input>, z.input<typeof input>> = {
  name: 'updateHost',
  role: 'OPERATOR',
  forClusterTokens: false,
  input,
  async perform(work, given) {
    const { hostId } = given;
    const host = await ownHost(work, hostId);
    if (given.expectedVersion != null && given.expectedVersion !== host.version) throw versionConflict(host.version);
    const way: Way = {
      address: given.address ?? host.address,
      port: given.port ?? host.port,
      login: given.user ?? host.login,
      ssh_key_id: given.sshKeyId ?? host.ssh_key_id,
      reached_through: given.reachedDirectly ? null : (given.reachedThroughId ?? host.reached_through),
      pinned_sha256: given.hostKeyFingerprint ?? host.pinned_sha256,
    };
    const target = { kind: 'Host', id: hostId } as const;
    const isElsewhere = way.reached_through !== host.reached_through;
    const isMoved = isElsewhere || way.address !== host.address || way.port !== host.port;
    const isPinnedAnew = way.pinned_sha256 !== host.pinned_sha256;
    if (!isMoved && !isPinnedAnew && way.login === host.login && way.ssh_key_id === host.ssh_key_id) {
      return { ids: { host: hostId }, target };
    }
    if (isPinnedAnew && host.has_answered) throw pinStays(hostId, host, given.hostKeyFingerprint ?? '');
    if (way.ssh_key_id !== host.ssh_key_id) await refuseMissingKey(work, way.ssh_key_id);
    if (isElsewhere && way.reached_through !== null)
      await refuseHop(work, { hostId, name: host.name }, way.reached_through);
    if (isMoved) await refuseAddress(work, hostId, way);
    const isAnew = isMoved || isPinnedAnew;
    await changeWay(work, hostId, way, { isPinnedAnew, isAnew, state: stateBy(host, way, isAnew) });
    const plan = way.pinned_sha256 === null ? planHostKey([hostId]) : planObserve([hostId]);
    const operation = await startOperation(work, {
      ...{ kind: 'OBSERVE_HOSTS', lock: 'NONE', lockKeys: [] },
      ...{ target, clusterId: null, revision: null, plan },
    });
    return { ids: { host: hostId, operation }, target, planned: { plan, findings: [] } };
  },
};

/** Locked, but not against being named as what another host is reached through: two would wait for each other. */
async function ownHost({ sql, caller }: Work, hostId: string): Promise<HostRow> {
  const [host] = await sql.query(
    `SELECT h.name, h.state, h.version, h.address, h.port, h.login, h.ssh_key_id, h.reached_through, h.pinned_sha256,
       EXISTS (SELECT FROM fact f WHERE f.tenant_id = h.tenant_id AND f.host_id = h.id)
         OR EXISTS (SELECT FROM ledger l WHERE l.tenant_id = h.tenant_id AND l.host_id = h.id) AS has_answered
     FROM host h WHERE h.tenant_id = $1 AND h.id = $2 AND h.access = 'SSH' FOR NO KEY UPDATE`,
    [caller.tenantId, hostId],
    hostRow,
  );
  if (host === undefined) throw notFound('Host', 'hostId');
  return host;
}

function pinStays(hostId: string, { name, pinned_sha256: pinned }: HostRow, given: string): Error {
  const message =
    `${name} has answered under the confirmed key ${pinned ?? ''}, and ${given} is another. Give the confirmed one, or where the host was ` +
    'installed anew and shows the other, look at it (observeHosts) and confirm that (confirmHostKey), which alone changes the key.';
  return refused('WRONG_STATE', message, ['hostKeyFingerprint'], { remedies: [observeHosts([hostId])] });
}

async function refuseMissingKey({ sql, caller }: Work, sshKeyId: string): Promise<void> {
  const found = await sql.query(
    'SELECT name FROM ssh_key WHERE tenant_id = $1 AND id = $2',
    [caller.tenantId, sshKeyId],
    nameRow,
  );
  if (found.length === 0) throw notFound('SshKey', 'sshKeyId');
}

/** Of two that take an address at the same moment the database lets one have it. */
async function refuseAddress({ sql, caller, addressPolicy }: Work, hostId: string, way: Way): Promise<void> {
  const forbidden = forbiddenAddress(addressPolicy, way.address);
  if (forbidden !== undefined) throw forbidden;
  const [other] = await sql.query(
    `SELECT name FROM host WHERE tenant_id = $1 AND id <> $2 AND address = $3 AND port = $4
       AND reached_through IS NOT DISTINCT FROM $5::uuid`,
    [caller.tenantId, hostId, way.address, way.port, way.reached_through],
    nameRow,
  );
  if (other === undefined) return;
  throw refused(
    'ADDRESS_TAKEN',
    `Host ${other.name} is reached at ${way.address} port ${way.port}; a machine is registered once.`,
    ['address'],
  );
}

/** A quarantine, and the wait for a key that is given now, were for what the host is not any more. */
function stateBy({ state }: HostRow, { pinned_sha256: pinned }: Way, isAnew: boolean): HostRow['state'] {
  const isOver = state === 'QUARANTINED' || (state === 'KEY_UNCONFIRMED' && pinned !== null);
  return isAnew && isOver ? 'READY' : state;
}

/** What was said of the former way, by the host's key or by a fault, says nothing of the new one; in quarantine it is the reason. */
async function changeWay(
  { sql, caller }: Work,
  hostId: string,
  way: Way,
  {
    isPinnedAnew,
    isAnew,
    state,
  }: { readonly isPinnedAnew: boolean; readonly isAnew: boolean; readonly state: HostRow['state'] },
): Promise<void> {
  await sql.execute(
    `UPDATE host SET address = $3, port = $4, login = $5, ssh_key_id = $6, reached_through = $7, pinned_sha256 = $8, state = $9,
       version = version + 1,
       pinned_algorithm = CASE WHEN $10::boolean THEN NULL ELSE pinned_algorithm END,
       pin_confirmed_by = CASE WHEN $10 THEN $11 ELSE pin_confirmed_by END,
       pin_confirmed_at = CASE WHEN $10 THEN now() ELSE pin_confirmed_at END,
       offered_algorithm = CASE WHEN $12::boolean THEN NULL ELSE offered_algorithm END,
       offered_sha256 = CASE WHEN $12 THEN NULL ELSE offered_sha256 END,
       fault_class = CASE WHEN $9 = 'QUARANTINED' THEN fault_class END,
       fault = CASE WHEN $9 = 'QUARANTINED' THEN fault END,
       fault_at = CASE WHEN $9 = 'QUARANTINED' THEN fault_at END
     WHERE tenant_id = $1 AND id = $2`,
    [
      ...[caller.tenantId, hostId, way.address, way.port, way.login, way.ssh_key_id, way.reached_through],
      ...[way.pinned_sha256, state, isPinnedAnew, caller.tokenId, isAnew],
    ],
  );
}
