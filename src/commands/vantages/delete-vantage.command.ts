import { z } from 'zod';
import type { Command } from '../command.js';
import { globalRef } from '../global-ref.js';
import { repeatable } from '../mutation-input.js';
import { notFound } from '../revisions/not-found.js';

const input = z.strictObject({ ...repeatable, vantageId: globalRef('Vantage') });

/** Takes a vantage away. Its host stays registered, and what was seen from there no longer counts. */
export const deleteVantage: Command<z.output<typeof input>, z.input<typeof input>> = {
  name: 'deleteVantage',
  role: 'OPERATOR',
  forClusterTokens: false,
  input,
  async perform({ sql, caller }, { vantageId: id }) {
    const deleted = await sql.execute('DELETE FROM vantage WHERE tenant_id = $1 AND id = $2', [caller.tenantId, id]);
    if (deleted === 0) throw notFound('Vantage', 'vantageId');
    return { ids: { vantage: id }, target: { kind: 'Vantage', id } };
  },
};
