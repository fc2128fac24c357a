import { join } from 'node:path';
import { z } from 'zod';
import { AppError } from './domain/app-error.js';
import { dataHome } from './edges/embedded/data-home.js';
import { worldSettings, worldVariables, type WorldSettings } from './world-settings.js';

const listen = z
  .string()
  .regex(/^(\[[0-9a-fA-F:]+\]|[0-9.]+):\d{1,5}$/, 'give address and port, e.g. 127.0.0.1:4600')
  .refine((text) => Number(text.slice(text.lastIndexOf(':') + 1)) <= 65_535, 'a port is at most 65535')
  .transform((text) => {
    const colon = text.lastIndexOf(':');
    return { host: text.slice(0, colon).replace(/^\[|\]$/g, ''), port: Number(text.slice(colon + 1)) };
  });

const environment = worldVariables.extend({
  HOSTWRIGHT_DATA: z.string().startsWith('/', 'give a folder by its whole path, which begins with "/"').optional(),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'give a postgres:// URL')
    .optional(),
  HOSTWRIGHT_LISTEN: listen.default({ host: '127.0.0.1', port: 4600 }),
  HOSTWRIGHT_METRICS: listen.optional(),
  HOSTWRIGHT_TASKS_AT_ONCE: z.coerce.number().int().min(1).max(256).default(16),
  HOSTWRIGHT_DATABASE_CONNECTIONS: z.coerce.number().int().min(2).max(1_000).default(20),
});

/** How a process of Hostwright was told to run. */
export interface Settings extends WorldSettings {
  readonly dataDirectory: string;
  /** A PostgreSQL of the operator's; without it the embedded one is used. */
  readonly databaseUrl: string | undefined;
  readonly listen: { readonly host: string; readonly port: number };
  /** Where operators read metrics and health, without a token; nowhere unless it is said. */
  readonly metrics: { readonly host: string; readonly port: number } | undefined;
  /** How many hosts are worked on at the same time. */
  readonly tasksAtOnce: number;
  /** Most connections to the database that this process holds, beside the one that listens. */
  readonly databaseConnections: number;
}

/** Settings that may be given as an option too; whoever gave that has not set the variable. */
const optionOf: Readonly<Record<string, string>> = {
  HOSTWRIGHT_DATA: '--data',
  HOSTWRIGHT_LISTEN: '--listen',
  HOSTWRIGHT_METRICS: '--metrics',
};

function nameOf(variable: string): string {
  const option = optionOf[variable];
  return option === undefined ? variable : `${option} or ${variable}`;
}

/** Parses the environment; throws naming each variable that is not acceptable. */
export function settingsFrom(variables: NodeJS.ProcessEnv): Settings {
  const parsed = environment.safeParse(variables);
  if (!parsed.success) {
    const problems = parsed.error.issues.map(({ path: [name], message }) => `${nameOf(String(name))}: ${message}`);
    throw new AppError('BAD_REQUEST', `The settings are not acceptable. ${problems.join('; ')}.`);
  }
  const given = parsed.data;
  return {
    ...worldSettings(given),
    dataDirectory: given.HOSTWRIGHT_DATA ?? join(dataHome(), 'data'),
    databaseUrl: given.DATABASE_URL,
    listen: given.HOSTWRIGHT_LISTEN,
    metrics: given.HOSTWRIGHT_METRICS,
    tasksAtOnce: given.HOSTWRIGHT_TASKS_AT_ONCE,
    databaseConnections: given.HOSTWRIGHT_DATABASE_CONNECTIONS,
  };
}
