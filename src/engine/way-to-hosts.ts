/** As many hops as a connection is opened over; more are refused, and a circle ends here too. */
export const mostHops = 4;

/**
 * Of a `WITH RECURSIVE`: whatever a connection to each of the hosts `of` passes, the host itself with no hop between. The first parameter is
 * the tenant, the second a list of row ids of hosts.
 */
export const wayToHosts = `way(of, id, hops) AS (
       SELECT h.id, h.id, 0 FROM host h WHERE h.tenant_id = $1 AND h.id = ANY($2::uuid[])
       UNION ALL
       SELECT w.of, coalesce(h.reached_through, d.reached_through), w.hops + 1
       FROM way w JOIN host h ON h.tenant_id = $1 AND h.id = w.id
       LEFT JOIN database_server d ON d.tenant_id = h.tenant_id AND d.host_id = h.id
       WHERE coalesce(h.reached_through, d.reached_through) IS NOT NULL AND w.hops < ${mostHops})`;
