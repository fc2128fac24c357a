import { z } from 'zod';
import { hostStates } from '../../domain/states.js';
import { planObserve } from '../../plan/plan-observe.js';
import type { Command } from '../command.js';
import { globalRef } from '../global-ref.js';
import { repeatable } from '../mutation-input.js';
import { startOperation } from '../operations/start-operation.js';
import { notFound } from '../revisions/not-found.js';
import { refused } from '../user-error.js';
import { fingerprint } from './fingerprint.js';

const input = z.strictObject({ ...repeatable, hostId: globalRef('Host'), fingerprint });

const hostRow = z.object({
  state: z.enum(hostStates),
  offered_algorithm: z.string().nullable(),
  offered_sha256: z.string().nullable(),
  pinned_sha256: z.string().nullable(),
});

/**
 * Pins the key of a host by a person's word. A host that is quarantined because it showed another key takes the new one here
 * too: the fingerprint then has to come from the host's owner, not from us.
 */
export const confirmHostKey: Command<z.output<typeof input>, z.input<typeof input>> = {
  name: 'confirmHostKey',
  role: 'OPERATOR',
  forClusterTokens: false,
  input,
  async perform(work, { hostId, fingerprint: confirmed }) {
    const { sql, caller } = work;
    const [host] = await sql.query(
      `SELECT state, offered_algorithm, offered_sha256, pinned_sha256 FROM host
       WHERE tenant_id = $1 AND id = $2 AND access = 'SSH' FOR UPDATE`,
      [caller.tenantId, hostId],
      hostRow,
    );
    if (host === undefined) throw notFound('Host', 'hostId');
    const target = { kind: 'Host', id: hostId } as const;
    if (host.state === 'KEY_UNCONFIRMED' && host.offered_sha256 === null) {
      throw refused('WRONG_STATE', 'The host has not shown its key yet; wait for the operation of registerHost.', [
        'hostId',
      ]);
    }
    if (host.state === 'KEY_UNCONFIRMED' && host.offered_sha256 !== confirmed) {
      throw refused('HOST_KEY_MISMATCH', `The host showed the key ${host.offered_sha256 ?? ''}.`, ['fingerprint']);
    }
    if (host.state !== 'KEY_UNCONFIRMED' && host.state !== 'QUARANTINED') {
      if (host.pinned_sha256 === confirmed) return { ids: { host: hostId }, target };
      throw refused('WRONG_STATE', 'The key of this host is confirmed already.', ['hostId']);
    }
    await sql.execute(
      `UPDATE host SET pinned_sha256 = $3, pinned_algorithm = $4, pin_confirmed_by = $5, pin_confirmed_at = now(),
         state = 'READY', version = version + 1
       WHERE tenant_id = $1 AND id = $2`,
      [
        ...[caller.tenantId, hostId, confirmed],
        ...[host.offered_sha256 === confirmed ? host.offered_algorithm : null, caller.tokenId],
      ],
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
