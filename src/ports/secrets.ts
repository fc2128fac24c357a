import type { Secret, SecretRef } from '../domain/secret.js';

/** Opens stored secrets of one tenant; called only where the value leaves for a host. */
export interface Secrets {
  open(tenantId: string, ref: SecretRef): Promise<Secret>;
}
