import { column, type Shape } from '../entity.js';

/** Who may change a host at the moment. */
export const hostLeaseShape: Shape = {
  columns: { holder: column('lease_owner'), expiresAt: column('lease_until') },
  fields: {},
  relations: {
    operation: {
      is: 'one',
      of: 'Operation',
      on: (host, operation) =>
        `${operation}.id = (SELECT lt.operation_id FROM task lt WHERE lt.tenant_id = ${host}.tenant_id AND lt.id = ${host}.lease_task_id)`,
    },
  },
};
