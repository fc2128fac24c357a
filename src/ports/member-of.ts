/**
 * SQL: whether a host is a member of a cluster, which is all that a token for that one cluster may see of hosts.
 * @param host alias of a row of `host`
 * @param cluster a parameter, as a UUID
 */
export function memberOf(host: string, cluster: string): string {
  return `EXISTS (SELECT 1 FROM member wm WHERE wm.tenant_id = ${host}.tenant_id AND wm.host_id = ${host}.id AND wm.cluster_id = ${cluster})`;
}
