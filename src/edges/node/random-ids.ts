import { randomBytes, randomUUID } from 'node:crypto';
import type { Ids } from '../../ports/ids.js';

export const randomIds: Ids = { uuid: () => randomUUID(), nonce: (bytes) => randomBytes(bytes).toString('hex') };
