/** What a caller may read: everything of a tenant, or what belongs to one cluster of it. */
export interface Scope {
  readonly tenantId: string;
  readonly clusterId: string | null;
}
