import { z } from 'zod';
import { listed } from '../../rules/listed.js';
import { observeHosts } from '../../rules/remedy.js';
import type { Work } from '../command.js';
import { refused } from '../user-error.js';
import { hostsUndecided } from './outline-digest.js';
import type { PlannedMutation } from './plan-token.js';

const hostRow = z.object({ id: z.uuid(), name: z.string() });

/**
 * Refuses a plan with parts that nobody can tell yet, and names the hosts to look at.
 * @param token that of the plan, by which a look asks all that the plan asks
 * @throws Refused `PLAN_UNDECIDED`
 */
export async function refuseUndecided(
  { sql, caller }: Pick<Work, 'sql' | 'caller'>,
  { outline }: Pick<PlannedMutation, 'outline'>,
  token: string,
): Promise<void> {
  const isUndecided =
    'hosts' in outline ? outline.undecided : outline.units.some(({ decision }) => decision === 'UNKNOWN');
  if (!isUndecided) return;
  // A host that the plan itself makes has a name of the plan in place of an id: nobody can look at it yet.
  const hosts = await sql.query(
    'SELECT id, name FROM host WHERE tenant_id = $1 AND id::text = ANY($2::text[]) ORDER BY name, id',
    [caller.tenantId, hostsUndecided(outline)],
    hostRow,
  );
  const where = hosts.length === 0 ? '' : ` on ${listed(hosts.map(({ name }) => name))}`;
  const message = `Parts of the plan are UNKNOWN${where}; look at their hosts (observeHosts with this token as plan), and ask for it again.`;
  throw refused('PLAN_UNDECIDED', message, ['token'], { remedies: hosts.length === 0 ? [] : [lookFor(hosts, token)] });
}

function lookFor(hosts: readonly z.infer<typeof hostRow>[], token: string): ReturnType<typeof observeHosts> {
  const look = observeHosts(hosts.map(({ id }) => id));
  const title = `Look at ${listed(hosts.map(({ name }) => name))}, then ask for the plan again`;
  return { ...look, title, input: { ...look.input, plan: token } };
}
