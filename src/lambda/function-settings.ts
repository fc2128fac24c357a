import { z } from 'zod';

/** What every function is told: its database, and where its login is. */
export const databaseVariables = z.object({
  HOSTWRIGHT_DATABASE_HOST: z.string().min(1),
  HOSTWRIGHT_DATABASE_PORT: z.coerce.number().int().min(1).max(65_535).default(5_432),
  HOSTWRIGHT_DATABASE_NAME: z.string().min(1),
  HOSTWRIGHT_DATABASE_SECRET: z.string().min(1),
  /** Of each function that runs: so many times so many connections the database has to take. */
  HOSTWRIGHT_DATABASE_CONNECTIONS: z.coerce.number().int().min(1).max(100).default(2),
});
export type DatabaseVariables = z.infer<typeof databaseVariables>;

/** Functions that seal or open stored secrets are told where their key is. */
export const keyVariables = z.object({ HOSTWRIGHT_KEY_SECRET: z.string().min(1) });

export const taskQueueVariables = z.object({ HOSTWRIGHT_TASK_QUEUE: z.url() });

export const deliveryQueueVariables = z.object({ HOSTWRIGHT_DELIVERY_QUEUE: z.url() });

/**
 * Parses the environment of a function.
 * @throws Error that names each variable that is not acceptable, and shows none
 */
export function readVariables<T>(shape: z.ZodType<T>, variables: NodeJS.ProcessEnv = process.env): T {
  const parsed = shape.safeParse(variables);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new Error(`This function was set up wrongly. ${problems.join('; ')}.`);
}
