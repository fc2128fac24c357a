import { z } from 'zod';
import { loginUser } from '../../domain/login-user.js';
import { managements, resourceName } from '../../domain/spec.js';
import { addressText } from '../../domain/written-address.js';
import { globalRef } from '../global-ref.js';
import { annotations } from '../mutation-input.js';
import { fingerprint } from './fingerprint.js';

/** A host as a client makes it known: where its sshd listens, who we are there, and which key it must show. */
export const hostInput = z.strictObject({
  ...annotations,
  name: resourceName,
  address: addressText,
  port: z.int().min(1).max(65_535).default(22),
  user: loginUser.default('root'),
  reachedThroughId: globalRef('Host').nullish(),
  /** Pins the key at once; without it Hostwright asks the host for its key and waits for a confirmation. */
  hostKeyFingerprint: fingerprint.nullish(),
  management: z.enum(managements).default('MANAGED'),
});
export type HostInput = z.output<typeof hostInput>;
