import { join } from 'node:path';
import { z } from 'zod';
import { cidrBlock } from './domain/spec.js';
import { AppError } from './domain/app-error.js';
import { dataHome } from './edges/embedded/data-home.js';

const listen = z
  .string()
  .regex(/^(\[[0-9a-fA-F:]+\]|[0-9.]+):\d{1,5}$/, 'give address and port, e.g. 127.0.0.1:4600')
  .refine((text) => Number(text.slice(text.lastIndexOf(':') + 1)) <= 65_535, 'a port is at most 65535')
  .transform((text) => {
    const colon = text.lastIndexOf(':');
    return { host: text.slice(0, colon).replace(/^\[|\]$/g, ''), port: Number(text.slice(colon + 1)) };
  });

const networks = z
  .string()
  .default('')
  .transform((text) => text.split(',').filter((part) => part !== ''))
  .pipe(
    z.array(
      z.string().refine((text) => cidrBlock.safeParse(text).success, {
        error: ({ input }) => `${String(input)} is no CIDR block; give some, separated by commas, e.g. 10.0.0.0/8`,
      }),
    ),
  );

const environment = z.object({
  HOSTWRIGHT_DATA: z.string().startsWith('/', 'give a folder by its whole path, which begins with "/"').optional(),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'give a postgres:// URL')
    .optional(),
  HOSTWRIGHT_LISTEN: listen.default({ host: '127.0.0.1', port: 4600 }),
  HOSTWRIGHT_ALLOW_NETWORKS: networks,
  HOSTWRIGHT_WEBHOOK_NETWORKS: networks,
  HOSTWRIGHT_LOG: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('warn'),
  HOSTWRIGHT_TASKS_AT_ONCE: z.coerce.number().int().min(1).max(256).default(16),
  HOSTWRIGHT_DATABASE_CONNECTIONS: z.coerce.number().int().min(2).max(1_000).default(20),
  HOSTWRIGHT_FAILPOINT: z.string().optional(),
});

/** How a process of Hostwright was told to run. */
export interface Settings {
  readonly dataDirectory: string;
  /** A PostgreSQL of the operator's; without it the embedded one is used. */
  readonly databaseUrl: string | undefined;
  readonly listen: { readonly host: string; readonly port: number };
  /** Networks that hosts may be on although they would be refused otherwise. */
  readonly allowedNetworks: readonly string[];
  /** Networks that webhooks may be sent into although they would be refused otherwise. */
  readonly webhookNetworks: readonly string[];
  readonly logLevel: string;
  /** How many hosts are worked on at the same time. */
  readonly tasksAtOnce: number;
  /** Most connections to the database that this process holds, beside the one that listens. */
  readonly databaseConnections: number;
  /** A place where the process dies, for tests. */
  readonly failpoint: string | undefined;
}

/** Settings that may be given as an option too; whoever gave that has not set the variable. */
const optionOf: Readonly<Record<string, string>> = { HOSTWRIGHT_DATA: '--data', HOSTWRIGHT_LISTEN: '--listen' };

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
    dataDirectory: given.HOSTWRIGHT_DATA ?? join(dataHome(), 'data'),
    databaseUrl: given.DATABASE_URL,
    listen: given.HOSTWRIGHT_LISTEN,
    allowedNetworks: given.HOSTWRIGHT_ALLOW_NETWORKS,
    webhookNetworks: given.HOSTWRIGHT_WEBHOOK_NETWORKS,
    logLevel: given.HOSTWRIGHT_LOG,
    tasksAtOnce: given.HOSTWRIGHT_TASKS_AT_ONCE,
    databaseConnections: given.HOSTWRIGHT_DATABASE_CONNECTIONS,
    failpoint: given.HOSTWRIGHT_FAILPOINT,
  };
}
