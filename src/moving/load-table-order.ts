import { z } from 'zod';
import type { Sql } from '../ports/sql.js';
import { tableOrder, type TableOrder } from './table-order.js';

const tableRow = z.object({ name: z.string() });
const referenceRow = z.object({ constraint: z.string(), from: z.string(), to: z.string() });

/** What stays where it is: what was migrated, and which key is whose. */
const ofThePlace = `('_prisma_migrations', 'installation')`;

/** The tables that move, as the database itself describes them; foreign keys that are looked at late anyway ask for no order. */
export async function loadTableOrder(sql: Sql): Promise<TableOrder> {
  const tables = await sql.query(
    `SELECT relname::text AS name FROM pg_class
     WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relname NOT IN ${ofThePlace}`,
    [],
    tableRow,
  );
  const references = await sql.query(
    `SELECT c.conname::text AS constraint, f.relname::text AS "from", t.relname::text AS "to" FROM pg_constraint c
     JOIN pg_class f ON f.oid = c.conrelid JOIN pg_class t ON t.oid = c.confrelid
     WHERE c.contype = 'f' AND c.connamespace = 'public'::regnamespace AND NOT c.condeferrable ORDER BY c.conname`,
    [],
    referenceRow,
  );
  return tableOrder(
    tables.map(({ name }) => name),
    references,
  );
}
