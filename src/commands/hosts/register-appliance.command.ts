import { z } from 'zod';
import { resourceName } from '../../domain/spec.js';
import type { Command } from '../command.js';
import { annotations, keyed } from '../mutation-input.js';

const input = z.strictObject({ ...keyed, ...annotations, name: resourceName });

/**
 * Makes a file server known that nobody logs in to. It is a host without a way to it: nothing is ever asked of it or changed on it, and
 * what holds of it is seen from the hosts that mount its share.
 */
export const registerAppliance: Command<z.output<typeof input>, z.input<typeof input>> = {
  name: 'registerAppliance',
  role: 'OPERATOR',
  forClusterTokens: false,
  input,
  async perform({ sql, ids, caller }, { name, labels, externalRef }) {
    const id = ids.uuid();
    await sql.execute(
      `INSERT INTO host (id, tenant_id, name, access, management, state, labels, external_ref)
       VALUES ($1, $2, $3, 'NONE', 'OBSERVED', 'READY', $4, $5)`,
      [id, caller.tenantId, name, JSON.stringify(labels), externalRef],
    );
    return { ids: { host: id }, target: { kind: 'Host', id } };
  },
};
