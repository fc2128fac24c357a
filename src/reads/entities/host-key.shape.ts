import { column, type Shape } from '../entity.js';

/** The pinned key of a host, or the one that it offered and nobody confirmed yet. */
export const hostKeyShape: Shape = {
  columns: {
    algorithm: {
      sql: (t) => `CASE WHEN ${t}.pinned_sha256 IS NULL THEN ${t}.offered_algorithm ELSE ${t}.pinned_algorithm END`,
    },
    sha256: { sql: (t) => `coalesce(${t}.pinned_sha256, ${t}.offered_sha256)` },
    shown: {
      sql: (t) => `CASE WHEN ${t}.state = 'QUARANTINED' THEN nullif(${t}.offered_sha256, ${t}.pinned_sha256) END`,
    },
    confirmed: { sql: (t) => `${t}.pinned_sha256 IS NOT NULL` },
    confirmedBy: {
      sql: (t) =>
        `(SELECT k.name FROM api_token k WHERE k.tenant_id = ${t}.tenant_id AND k.id::text = ${t}.pin_confirmed_by)`,
    },
    confirmedAt: column('pin_confirmed_at'),
  },
  fields: { fingerprint: ['sha256'], shownInstead: ['shown'] },
  relations: {},
};
