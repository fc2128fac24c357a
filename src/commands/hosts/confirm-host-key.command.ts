import { z } from 'zod';
import type { DoubtedHost } from '../../domain/host-way.js';
import { hostStates } from '../../domain/states.js';
import { beSureOfKey } from '../../domain/ways-back.js';
import { planObserve } from '../../plan/plan-observe.js';
import { observeHosts } from '../../rules/remedy.js';
import type { Command } from '../command.js';
import { globalRef } from '../global-ref.js';
import { repeatable } from '../mutation-input.js';
import { startOperation } from '../operations/start-operation.js';
import { notFound } from '../revisions/not-found.js';
import { refused, type Refused } from '../user-error.js';
import { fingerprint } from './fingerprint.js';

const input = z.strictObject({ ...repeatable, hostId: globalRef('Host'), fingerprint });

const hostRow = z.object({
  name: z.string(),
  state: z.enum(hostStates),
  address: z.string(),
  port: z.int(),
  offered_algorithm: z.string().nullable(),
  offered_sha256: z.string().nullable(),
  pinned_sha256: z.string().nullable(),
});
type HostRow = z.infer<typeof hostRow>;

/**
 * Pins the key of a host by a person's word, which has to be the very key that the host showed when it was last reached: a fingerprint
 * that it did not show is a slip, or is meant for another machine. In quarantine that is the new key: it takes the place of the one
 * that was confirmed before, which is forgotten, and the host is looked at. The former one cannot be confirmed again here, since the
 * host has just contradicted it. If the host shows it again, a look finds that out and ends the quarantine, without anybody's word.
 */
export const confirmHostKey: Command<z.output<typeof input>, z.input<typeof input>> = {
  name: 'confirmHostKey',
  role: 'OPERATOR',
  forClusterTokens: false,
  input,
  async perform(work, { hostId, fingerprint: confirmed }) {
    const { sql, caller } = work;
    const [host] = await sql.query(
      `SELECT name, state, address, port, offered_algorithm, offered_sha256, pinned_sha256 FROM host
       WHERE tenant_id = $1 AND id = $2 AND access = 'SSH' FOR UPDATE`,
      [caller.tenantId, hostId],
      hostRow,
    );
    if (host === undefined) throw notFound('Host', 'hostId');
    const target = { kind: 'Host', id: hostId } as const;
    const isOpen = host.state === 'KEY_UNCONFIRMED' || host.state === 'QUARANTINED';
    if (!isOpen && host.pinned_sha256 === confirmed) return { ids: { host: hostId }, target };
    const refusal = isOpen ? notTheOffered(hostId, host, confirmed) : confirmedAlready(hostId, host);
    if (refusal !== null) throw refusal;
    await sql.execute(
      `UPDATE host SET pinned_sha256 = $3, pinned_algorithm = $4, pin_confirmed_by = $5, pin_confirmed_at = now(),
         state = 'READY', fault_class = NULL, fault = NULL, fault_at = NULL, fault_by = NULL, version = version + 1
       WHERE tenant_id = $1 AND id = $2`,
      [caller.tenantId, hostId, confirmed, host.offered_algorithm, caller.tokenId],
    );
    const plan = planObserve([hostId]);
    const operation = await startOperation(work, {
      kind: 'OBSERVE_HOSTS',
      lock: 'NONE',
      lockKeys: [],
      target,
      clusterId: null,
      revision: null,
      plan,
    });
    return { ids: { host: hostId, operation }, target, planned: { plan, findings: [] } };
  },
};

/** Why a key is not the one that the host showed; null where it is. */
function notTheOffered(hostId: string, host: HostRow, given: string): Refused | null {
  const { name, address, port, pinned_sha256: pinned } = host;
  const offered =
    host.offered_sha256 === null || host.offered_sha256 === pinned
      ? null
      : { algorithm: host.offered_algorithm, sha256: host.offered_sha256 };
  if (offered?.sha256 === given) return null;
  const doubted: DoubtedHost = {
    ...{ hostId, name, endpoint: { address, port }, confirmedSha256: pinned, offered },
  };
  const remedies = [...beSureOfKey(doubted), observeHosts([hostId])];
  if (offered === null) {
    const message =
      pinned === null
        ? `${name} has not shown its key yet; wait for the operation of registerHost, or look at it again.`
        : `Which key ${name} showed in the place of the confirmed one, ${pinned}, is not known; look at it again, which finds out.`;
    return refused('WRONG_STATE', message, ['hostId'], { remedies });
  }
  const showed = `${name} showed ${offered.sha256} (${offered.algorithm ?? 'of an unknown algorithm'}) when it was last reached`;
  return refused('HOST_KEY_MISMATCH', `${showed}, ${whatInstead(given, pinned)}`, ['fingerprint'], { remedies });
}

function whatInstead(given: string, pinned: string | null): string {
  if (given === pinned) {
    return `and not ${given}, which was confirmed before. Should that be right, see to what answers at its address, and look at it again: once it shows that key, it leaves quarantine.`;
  }
  return pinned === null ? `and not ${given}.` : `and ${pinned} was confirmed before; ${given} is neither.`;
}

function confirmedAlready(hostId: string, { name, pinned_sha256: pinned }: HostRow): Refused {
  const message = `The key of ${name} is confirmed already: ${pinned ?? ''}. A new one is confirmed after the host has shown it: look at it first (observeHosts).`;
  return refused('WRONG_STATE', message, ['hostId'], { remedies: [observeHosts([hostId])] });
}
