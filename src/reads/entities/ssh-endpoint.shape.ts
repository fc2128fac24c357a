import { column, type Shape } from '../entity.js';

/** Where sshd of a host listens, and who we are there. */
export const sshEndpointShape: Shape = {
  columns: { address: column('address'), port: column('port'), user: column('login') },
  fields: {},
  relations: {
    reachedThrough: { is: 'one', of: 'Host', on: (host, hop) => `${hop}.id = ${host}.reached_through` },
  },
};
