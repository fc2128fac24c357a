import { z } from 'zod';

/** What a token may do, each including the one before: read, change, hand out access. */
export const roles = ['VIEWER', 'OPERATOR', 'ADMIN'] as const;
export const role = z.enum(roles);
export type Role = z.infer<typeof role>;

/** Who asks: a token of a tenant, perhaps bound to one cluster. */
export interface Caller {
  readonly tenantId: string;
  readonly tenantName: string;
  readonly tokenId: string;
  readonly tokenName: string;
  readonly role: Role;
  readonly clusterId: string | null;
  readonly expiresAt: Date | null;
}

export function mayActAs(caller: Caller, needed: Role): boolean {
  return roles.indexOf(caller.role) >= roles.indexOf(needed);
}
