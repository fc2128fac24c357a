import { z } from 'zod';
import { canonicalAddress } from '../../domain/ip-network.js';
import { ipAddress } from '../../domain/spec.js';

/** Text where there is one: what has another type is told by the schema. */
const text = z.string().optional().catch(undefined);
const address = text.transform((given) =>
  given !== undefined && ipAddress.safeParse(given).success ? canonicalAddress(given) : given,
);

function listOf<T extends z.ZodRawShape>(shape: T): z.ZodCatch<z.ZodArray<z.ZodCatch<z.ZodObject<T>>>> {
  // An entry of another type keeps its position, without names.
  const nothing = z.object(shape);
  return z.array(nothing.catch(() => nothing.parse({}))).catch([]);
}

/** Whatever names something or contradicts something else in a manifest, as far as it can be read. */
export const named = z.object({
  networks: listOf({ name: text }),
  topology: text,
  nat: z
    .object({ publicAddresses: z.array(address).catch([]), forwardTarget: address })
    .nullish()
    .catch(null),
  members: listOf({ host: text, role: text, addresses: listOf({ network: text, address, purpose: text }) }),
  quorumAddress: address,
  databaseServers: z.array(text).catch([]),
  localDatabase: z.boolean().catch(false),
  lbMode: text,
  forwarding: text,
  panel: z
    .object({
      ports: z.array(z.unknown()).catch([]),
      databasePort: z.number().nullish().catch(null),
      licences: listOf({ host: text }),
    })
    .nullish()
    .catch(null),
  balancedServices: listOf({ address, port: z.number().optional().catch(undefined), weights: listOf({ host: text }) }),
  userStorage: z.object({ fileServer: text }).catch({}),
  accounts: listOf({
    name: text,
    domain: text,
    dedicatedAddress: address,
    database: z.object({ server: text, name: text, user: text }).nullish().catch(null),
  }),
  acknowledgements: listOf({ rule: text, subject: text }),
  name: text,
});
export type Named = z.output<typeof named>;
