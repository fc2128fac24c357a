import { z } from 'zod';
import { finalOperationStates, operationStates } from '../../domain/states.js';
import { cancelOperation as cancel } from '../../engine/cancel-operation.js';
import { mayGoOn } from '../../engine/code-version.js';
import type { Command } from '../command.js';
import { globalRef } from '../global-ref.js';
import { repeatable } from '../mutation-input.js';
import { notFound } from '../revisions/not-found.js';
import { rulebookOf } from '../rulebook.js';
import { refused } from '../user-error.js';

const input = z.strictObject({ ...repeatable, operationId: globalRef('Operation') });

const operationRow = z.object({ state: z.enum(operationStates), may_go_on: z.boolean() });

/**
 * Cancels an operation: nothing of it begins any more. Steps that it did not do are owed, as after a failure: the next edit, a repair or
 * a retry plans from what is true. Looks and proofs are only done again by a retry or by being asked for anew; a plan whose hosts were
 * only looked at yet has changed nothing and takes no retry. Asking again while a visit still ends on a host changes nothing.
 */
export const cancelOperation: Command<z.output<typeof input>, z.input<typeof input>> = {
  name: 'cancelOperation',
  role: 'OPERATOR',
  forClusterTokens: true,
  input,
  async perform(work, { operationId }) {
    const { sql, caller } = work;
    // Whoever ends, claims or begins something of it holds the same row: one of the two comes first.
    const [operation] = await sql.query(
      `SELECT state, ${mayGoOn('operation')} AS may_go_on FROM operation
       WHERE tenant_id = $1 AND id = $2 AND ($3::uuid IS NULL OR cluster_id = $3) FOR NO KEY UPDATE`,
      [caller.tenantId, operationId, caller.clusterId],
      operationRow,
    );
    if (operation === undefined) throw notFound('Operation', 'operationId');
    const { state, may_go_on: mayCancel } = operation;
    if (finalOperationStates.includes(state)) {
      throw refused('WRONG_STATE', `It has ended already: it is ${state}.`, ['operationId']);
    }
    if (state === 'UNWINDING') {
      throw refused('WRONG_STATE', 'It is being undone already, which has to come to its end.', ['operationId']);
    }
    if (!mayCancel) {
      throw refused('WRONG_STATE', 'A newer version of Hostwright planned it; ask that one to cancel it.', [
        'operationId',
      ]);
    }
    await cancel(sql, rulebookOf(work), caller.tenantId, operationId);
    return { ids: { operation: operationId }, target: { kind: 'Operation', id: operationId } };
  },
};
