import { column, type Shape } from '../entity.js';

/** The database of an account and the user that works in it. */
export const accountDatabaseShape: Shape = {
  columns: { name: column('database_name'), user: column('database_user') },
  fields: {},
  relations: {
    server: {
      is: 'one',
      of: 'DatabaseServer',
      on: (account, server) => `${server}.id = ${account}.database_server_id`,
    },
  },
};
