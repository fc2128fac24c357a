import { z } from 'zod';
import { planObserve } from '../../plan/plan-observe.js';
import type { Sql } from '../../ports/sql.js';
import type { Command, Work } from '../command.js';
import { keyed, secretText } from '../mutation-input.js';
import { startOperation } from '../operations/start-operation.js';
import { refused } from '../user-error.js';
import { asksOf } from './asks-of.js';
import { admit, performPlanned, type Performed } from './perform-planned.js';
import type { StartedOperation } from './plan-journal.js';
import { longestToken, shownAt, type PlannedMutation } from './plan-token.js';
import { refuseUndecided } from './refuse-undecided.js';
import { withOutdated } from './with-outdated.js';

const input = z.strictObject({ ...keyed, token: secretText(1, longestToken) });
const expiryRow = z.object({ expired: z.boolean() });

/**
 * Carries out a plan as it was shown. What is planned on hosts starts with a look at each of them; only if everything is decided
 * as before is anything accepted and changed. A plan with nothing to do on hosts is carried out at once.
 */
export const applyPlan: Command<z.output<typeof input>, z.input<typeof input>> = {
  name: 'applyPlan',
  role: 'OPERATOR',
  forClusterTokens: true,
  input,
  async perform(work, { token }) {
    const content = admit(work, token.reveal());
    await refuseExpired(work.sql, content);
    await refuseUndecided(work, content, token.reveal());
    const { outcome, told, started, outdated } = await admitShown(work, content);
    const { outline } = content;
    if (told.outline.revision !== outline.revision || told.outline.ledgerVersion !== outline.ledgerVersion) {
      throw refused('PLAN_CHANGED', 'The cluster was edited, or its hosts were changed, since the plan was shown; ask for it again.', ['token']); // prettier-ignore
    }
    const { shownOnce, madePasswords = [] } = outcome;
    const shown = { ...(shownOnce === undefined ? {} : { shownOnce }), madePasswords };
    if (!changesHosts(started) || started.clusterId === null) return { ...outcome, told };
    const { kind, clusterId, lock, lockKeys, decided } = started;
    const asks = withOutdated(asksOf(decided), outdated);
    // One that the plan declares is there only once its hosts were looked at: until then nobody can do anything else with it.
    const isThere = await hasCluster(work, clusterId);
    const [firstHost = clusterId] = asks.keys();
    const target = isThere ? ({ kind: 'Cluster', id: clusterId } as const) : ({ kind: 'Host', id: firstHost } as const);
    const operation = await startOperation(work, {
      ...(isThere ? { lock, lockKeys, clusterId } : ({ lock: 'NONE', lockKeys: [], clusterId: null } as const)),
      // The kind that it keeps: its events and its end tell of one thing.
      ...{ kind, target, revision: null },
      plan: planObserve([...asks.keys()], asks),
      planToken: token.reveal(),
    });
    return { ids: { ...(isThere ? { cluster: clusterId } : {}), operation }, target, told, ...shown };
  },
};

/**
 * Judges a plan by what counted when it was shown, and does nothing of it, since its operation looks first. One with nothing to do on
 * hosts has no such operation: it is done here, by what counts now.
 */
async function admitShown(work: Work, content: PlannedMutation): Promise<Performed> {
  const performed = await performPlanned(work, content, () => false, shownAt(content));
  return changesHosts(performed.started) ? performed : performPlanned(work, content, () => true);
}

async function hasCluster({ sql, caller }: Work, clusterId: string): Promise<boolean> {
  const found = await sql.query(
    'SELECT id FROM cluster WHERE tenant_id = $1 AND id = $2',
    [caller.tenantId, clusterId],
    z.object({ id: z.uuid() }),
  );
  return found.length > 0;
}

async function refuseExpired(sql: Sql, { expiresAt }: PlannedMutation): Promise<void> {
  const [row] = await sql.query('SELECT clock_timestamp() >= $1::timestamptz AS expired', [expiresAt], expiryRow);
  if (row?.expired !== false) {
    const message = `The plan was to be applied before ${expiresAt.toISOString()}; ask for it again.`;
    throw refused('PLAN_EXPIRED', message, ['token']);
  }
}

function changesHosts(started: StartedOperation | null): started is StartedOperation {
  return started !== null && started.decided.tasks.some(({ steps }) => steps.length > 0);
}
