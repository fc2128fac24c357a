import { z } from 'zod';
import { cidrBlock } from './domain/spec.js';

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

/** How a process of Hostwright was told to meet the world, wherever it runs. */
export interface WorldSettings {
  /** Networks that hosts may be on although they would be refused otherwise. */
  readonly allowedNetworks: readonly string[];
  /** Networks that webhooks may be sent into although they would be refused otherwise. */
  readonly webhookNetworks: readonly string[];
  readonly logLevel: string;
  /** A place where the process dies, for tests. */
  readonly failpoint: string | undefined;
}

/** The variables that say so. */
export const worldVariables = z.object({
  HOSTWRIGHT_ALLOW_NETWORKS: networks,
  HOSTWRIGHT_WEBHOOK_NETWORKS: networks,
  HOSTWRIGHT_LOG: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('warn'),
  HOSTWRIGHT_FAILPOINT: z.string().optional(),
});

export function worldSettings(given: z.infer<typeof worldVariables>): WorldSettings {
  return {
    allowedNetworks: given.HOSTWRIGHT_ALLOW_NETWORKS,
    webhookNetworks: given.HOSTWRIGHT_WEBHOOK_NETWORKS,
    logLevel: given.HOSTWRIGHT_LOG,
    failpoint: given.HOSTWRIGHT_FAILPOINT,
  };
}
