import { uuid } from '../domain/ids.js';
import type { Entity } from './entity.js';

/** What resources with a name of their own have alike: listed by it, and found by it and by the client's id. */
export const named = {
  id: uuid,
  byIds: (t, ids) => `${t}.id = ANY(${ids}::uuid[])`,
  sort: [
    { sql: (t) => `${t}.name`, type: 'text' },
    { sql: (t) => `${t}.id`, type: 'uuid' },
  ],
  descending: false,
  filters: {
    name: (t, value) => `${t}.name = ${value}::text`,
    externalRef: (t, value) => `${t}.external_ref = ${value}::text`,
  },
} satisfies Partial<Entity>;
