import { z } from 'zod';
import { DatabaseUnavailable } from '../../ports/database-unavailable.js';
import type { Work } from '../command.js';
import { externalRefTaken } from '../taken-name.js';
import { refused, type Refused, type UserError } from '../user-error.js';
import type { HostInput } from './host-input.js';

const hostRow = z.object({
  name: z.string(),
  address: z.string().nullable(),
  port: z.int().nullable(),
  reached_through: z.uuid().nullable(),
  external_ref: z.string().nullable(),
});

/** One of the hosts of a request, with the row id that it is to have. */
export interface NumberedHost {
  readonly index: number;
  readonly id: string;
  readonly host: HostInput;
}

/** What is wrong with one of the hosts; the path is within that host. */
export interface HostRefusal {
  readonly index: number;
  readonly error: UserError;
}

/** Of hosts that the database did not take, because another one has what is unique: what that is. */
export async function hostsTaken(
  { sql, caller }: Work,
  absent: readonly NumberedHost[],
): Promise<readonly HostRefusal[]> {
  if (absent.length === 0) return [];
  const others = await sql.query(
    `SELECT name, address, port, reached_through, external_ref FROM host
     WHERE tenant_id = $1 AND (name = ANY($2::text[]) OR address = ANY($3::text[]) OR external_ref = ANY($4::text[]))`,
    [
      caller.tenantId,
      absent.map(({ host }) => host.name),
      absent.map(({ host }) => host.address),
      absent.flatMap(({ host }) => host.externalRef ?? []),
    ],
    hostRow,
  );
  return absent.flatMap(({ index, host }) => {
    const reasons = others.flatMap((other) => inTheWay(host, other));
    // Whoever had it gave it up since, or is not to be seen yet: the same request may succeed now.
    if (reasons.length === 0) throw new DatabaseUnavailable();
    return reasons.flatMap(({ userErrors }) => userErrors.map((error) => ({ index, error })));
  });
}

function inTheWay(host: HostInput, other: z.output<typeof hostRow>): readonly Refused[] {
  const isSameEndpoint =
    other.address === host.address &&
    other.port === host.port &&
    other.reached_through === (host.reachedThroughId ?? null);
  return [
    ...(other.name === host.name
      ? [refused('NAME_TAKEN', `Another host has the name ${host.name}; give this one another.`, ['name'])]
      : []),
    ...(isSameEndpoint
      ? [
          refused('ADDRESS_TAKEN', `Host ${other.name} is reached at this address and port; name each host once.`, [
            'address',
          ]),
        ]
      : []),
    ...(host.externalRef !== null && other.external_ref === host.externalRef ? [externalRefTaken()] : []),
  ];
}
