import { z } from 'zod';
import { loginUser } from '../login-user.js';

const keyLine = z
  .string()
  .transform((line) => line.split(' '))
  .pipe(z.tuple([z.string(), z.string()]).rest(z.string()))
  .transform(([type, blob, ...comment]) => ({ type, blob, comment: comment.join(' ') }));

export const login = z.object({
  user: loginUser,
  /** Whether other hosts and database servers may be reached through this one. */
  forwarding: z.boolean(),
  /** One line as in `authorized_keys`, without options. */
  publicKey: keyLine,
});

/** A user of a host and the key that lets us in. */
export type Login = z.output<typeof login>;

/** A line of `authorized_keys`: commands only, for what we do needs no terminal, no agent, and streams only to go on from there. */
export function authorizedKey({ forwarding, publicKey: { type, blob, comment } }: Login): string {
  return `${forwarding ? 'restrict,port-forwarding' : 'restrict'} ${type} ${blob} ${comment}`.trimEnd();
}

/** Outside /home, which user storage covers on managers and nodes. */
export function loginHomeOf(user: string): string {
  return `/var/lib/${user}`;
}
