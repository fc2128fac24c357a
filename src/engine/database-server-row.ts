import { z } from 'zod';

/** Columns of `database_server` that say how a server is reached, as `databaseServerRow` reads them. */
export const databaseServerColumns = [
  ...['id', 'host_id', 'name', 'version', 'address', 'port', 'login'],
  ...['secret_id', 'secret_version', 'reached_through'],
]
  .map((column) => `d.${column}`)
  .join(', ');

/** A MySQL server and how it is reached: its row as `d`. */
export const databaseServerRow = z.object({
  id: z.uuid(),
  host_id: z.uuid(),
  name: z.string(),
  version: z.int(),
  address: z.string(),
  port: z.int(),
  login: z.string(),
  secret_id: z.uuid(),
  secret_version: z.int(),
  reached_through: z.uuid().nullable(),
});
export type DatabaseServerRow = z.infer<typeof databaseServerRow>;
