/** What a caller may read: everything of a tenant, or what belongs to one cluster of it. */
export interface Scope {
  readonly tenantId: string;
  readonly clusterId: string | null;
  /** Who may hand out access may see to whom it was given. */
  readonly admin: boolean;
  /** The role of the caller's token, to be told where that is not enough. */
  readonly role: string;
}
