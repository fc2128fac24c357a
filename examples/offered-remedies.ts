/** What the API offers against a failure or a refusal, in the words of machines.json. */
import { z } from 'zod';
import type { MachinesHost } from './read-machines.js';

export const remedy = z.object({
  title: z.string(),
  mutation: z.string().nullable(),
  input: z.record(z.string(), z.unknown()).nullable(),
  command: z.string().nullable(),
});
export const remedySelection = 'remedies { title mutation input command }';

export interface KnownMachines {
  /** Path of machines.json, as it was given. */
  readonly file: string;
  /** Its hosts by the ids that the API gave them. */
  readonly hosts: Map<unknown, MachinesHost>;
}

/**
 * What there is to do, for a person: what is said in machines.json is mended there, since the next run does what it says. Of requests
 * the titles are told.
 */
export function inWords(
  { title, mutation, input, command }: z.output<typeof remedy>,
  { file, hosts }: KnownMachines,
  first = '',
): string {
  const host = hosts.get(input?.['hostId']);
  const again = `in ${file}, and run this again`;
  if (command !== null) return `  → ${title}:\n    ${command}`;
  if (mutation === 'updateHost' && input !== null && host !== undefined) {
    const { address, sshAddress, port, user } = host;
    const way = {
      address: sshAddress == null ? `address ${address}` : `sshAddress ${sshAddress}`,
      port: `port ${port ?? 22}`,
      user: `user ${user ?? 'root'}`,
    };
    const of = Object.entries(way).flatMap(([key, value]) => (key in input ? [value] : []));
    return `  → If ${of.join(' or ')} of ${host.name} is wrong: ${first}mend it ${again}`;
  }
  return mutation === 'confirmHostKey' && host !== undefined
    ? `  → ${title}: ${first}mend fingerprint of ${host.name} ${again}`
    : `  → ${title}`;
}
