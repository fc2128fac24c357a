import { z } from 'zod';
import {
  isLegalOperationTransition,
  isLegalTaskTransition,
  operationStates,
  taskStates,
} from '../../../src/domain/states.js';
import type { Database } from '../../../src/ports/sql.js';

/** Has the database itself write down every state that a task or an operation ever takes, and every fence of a host. */
export async function watchTransitions(database: Database): Promise<void> {
  await database.execute(
    `CREATE TABLE seen_transition (seq bigserial, what text, id uuid, old text, new text, old_fence bigint, new_fence bigint)`,
    [],
  );
  await database.execute(
    `CREATE FUNCTION note_transition() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
       IF TG_TABLE_NAME = 'host' THEN
         INSERT INTO seen_transition (what, id, old_fence, new_fence) VALUES ('fence', NEW.id, OLD.fence, NEW.fence);
       ELSIF NEW.state <> OLD.state THEN
         INSERT INTO seen_transition (what, id, old, new) VALUES (TG_TABLE_NAME, NEW.id, OLD.state, NEW.state);
       END IF;
       RETURN NEW;
     END $$`,
    [],
  );
  for (const table of ['host', 'task', 'operation']) {
    await database.execute(
      `CREATE TRIGGER note_transition AFTER UPDATE ON ${table} FOR EACH ROW EXECUTE FUNCTION note_transition()`,
      [],
    );
  }
}

const broken = z.object({ id: z.string() });

/** Each names what must never be, and selects where it is. */
const forbidden: readonly (readonly [string, string])[] = [
  [
    'a running task whose host is not leased to it',
    `SELECT t.id FROM task t JOIN host h ON h.id = t.host_id
     WHERE t.state = 'RUNNING' AND (h.lease_task_id IS DISTINCT FROM t.id OR t.fence IS DISTINCT FROM h.fence)`,
  ],
  [
    'a host that is leased to a task that does not run',
    `SELECT h.id FROM host h LEFT JOIN task t ON t.id = h.lease_task_id
     WHERE h.lease_owner IS NOT NULL AND t.state IS DISTINCT FROM 'RUNNING'`,
  ],
  [
    'a trial that the ledger knows, as if it had left something',
    `SELECT s.id FROM task t JOIN step s ON s.task_id = t.id JOIN ledger l ON l.host_id = s.host_id AND l.kind = s.kind
     WHERE t.kind = 'PROOF'`,
  ],
  ['a fence that fell', `SELECT id FROM seen_transition WHERE what = 'fence' AND new_fence < old_fence`],
  [
    'a step that was done and that the ledger does not know',
    `SELECT s.id FROM task t JOIN step s ON s.task_id = t.id CROSS JOIN jsonb_array_elements(s.units) AS u
     WHERE t.state = 'DONE' AND t.kind <> 'PROOF' AND s.direction = 'MAKE'
       AND NOT EXISTS (SELECT 1 FROM ledger l WHERE l.host_id = s.host_id AND l.kind = s.kind AND l.key = u->>'key')
       AND NOT EXISTS (SELECT 1 FROM step r JOIN task rt ON rt.id = r.task_id WHERE r.host_id = s.host_id AND r.kind = s.kind
         AND r.direction = 'REMOVE' AND r.key = s.key AND rt.state = 'DONE' AND rt.finished_at > t.finished_at)`,
  ],
  [
    'a done task with a step that is not',
    `SELECT s.id FROM task t JOIN step s ON s.task_id = t.id
     WHERE t.state = 'DONE' AND s.outcome IS DISTINCT FROM 'CHANGED' AND s.outcome IS DISTINCT FROM 'UNCHANGED'`,
  ],
  [
    'an open operation that nothing will ever end',
    `SELECT o.id FROM operation o WHERE o.state IN ('PENDING', 'RUNNING')
       AND EXISTS (SELECT 1 FROM task t WHERE t.operation_id = o.id)
       AND NOT EXISTS (SELECT 1 FROM task t WHERE t.operation_id = o.id AND t.state NOT IN ('DONE', 'FAILED', 'CANCELLED'))`,
  ],
  [
    'an ended operation with an open task',
    `SELECT o.id FROM operation o JOIN task t ON t.operation_id = o.id
     WHERE o.state NOT IN ('PENDING', 'RUNNING') AND t.state NOT IN ('DONE', 'FAILED', 'CANCELLED')`,
  ],
  [
    'an operation whose end and reason contradict each other',
    `SELECT id FROM operation WHERE (state = 'FAILED') <> (failure IS NOT NULL) OR (state IN ('SUCCEEDED', 'FAILED', 'CANCELLED')) <> (finished_at IS NOT NULL)`,
  ],
  [
    'a success with a task that is not done',
    `SELECT o.id FROM operation o JOIN task t ON t.operation_id = o.id WHERE o.state = 'SUCCEEDED' AND t.state <> 'DONE'`,
  ],
  [
    'a blocked task that waits for nothing, or for what will never come',
    `SELECT t.id FROM task t WHERE t.state = 'BLOCKED' AND (NOT EXISTS (
         SELECT 1 FROM task_need n JOIN task o ON o.id = n.needs_task_id WHERE n.task_id = t.id AND o.state <> 'DONE')
       OR EXISTS (
         SELECT 1 FROM task_need n JOIN task o ON o.id = n.needs_task_id
         WHERE n.task_id = t.id AND o.state IN ('FAILED', 'CANCELLED')))`,
  ],
  [
    'a task that went ahead of what it needs',
    `SELECT t.id FROM task t JOIN task_need n ON n.task_id = t.id JOIN task o ON o.id = n.needs_task_id
     WHERE t.state IN ('READY', 'RUNNING', 'WAITING', 'DONE') AND o.state <> 'DONE'`,
  ],
  ['a waiting task without a time', `SELECT id FROM task WHERE (state = 'WAITING') <> (next_attempt_at IS NOT NULL)`],
  [
    'events of an operation that are not numbered from 1 without gaps',
    `SELECT operation_id AS id FROM event GROUP BY operation_id HAVING min(number) <> 1 OR max(number) <> count(*)`,
  ],
];

const transition = z.discriminatedUnion('what', [
  z.object({ what: z.literal('task'), old: z.enum(taskStates), new: z.enum(taskStates) }),
  z.object({ what: z.literal('operation'), old: z.enum(operationStates), new: z.enum(operationStates) }),
]);
const event = z.object({ operation_id: z.uuid(), task_id: z.uuid().nullable(), kind: z.string(), state: z.string() });

/** A sentence for everything that must never be and is. */
export async function brokenInvariants(database: Database): Promise<readonly string[]> {
  const found: string[] = [];
  for (const [what, text] of forbidden) {
    for (const { id } of await database.query(text, [], broken)) found.push(`${what}: ${id}`);
  }
  const transitions = await database.query(
    `SELECT what, old, new FROM seen_transition WHERE what <> 'fence' ORDER BY seq`,
    [],
    transition,
  );
  for (const seen of transitions) {
    const legal =
      seen.what === 'task' ? isLegalTaskTransition(seen.old, seen.new) : isLegalOperationTransition(seen.old, seen.new);
    if (!legal) found.push(`${seen.what} went from ${seen.old} to ${seen.new}`);
  }
  return [...found, ...(await brokenStories(database))];
}

const operationStory = /^accepted( started)?( succeeded| failed| cancelled)?$/;
const taskStory = /^(started( waiting)*( done| failed| cancelled)?|failed|cancelled)?$/;

/** What the events tell of an operation and of each task is a possible course, and it ends as the rows do. */
async function brokenStories(database: Database): Promise<readonly string[]> {
  const events = await database.query(
    `SELECT e.operation_id, e.task_id, e.kind, coalesce(t.state, o.state) AS state FROM event e
     JOIN operation o ON o.id = e.operation_id LEFT JOIN task t ON t.id = e.task_id
     WHERE e.kind NOT LIKE 'step.%' ORDER BY e.operation_id, e.number`,
    [],
    event,
  );
  const stories = new Map<string, { ofTask: boolean; state: string; words: string[] }>();
  for (const { operation_id, task_id, kind, state } of events) {
    const id = task_id ?? operation_id;
    const story = stories.get(id) ?? { ofTask: task_id !== null, state, words: [] };
    story.words.push(kind.slice(kind.indexOf('.') + 1));
    stories.set(id, story);
  }
  const last = new Map(events.map(({ operation_id, kind }) => [operation_id, kind]));
  return [...stories].flatMap(([id, { ofTask, state, words }]) => {
    const text = words.join(' ');
    const told = ofTask ? taskStory.test(text) : operationStory.test(text);
    const ended = ['DONE', 'SUCCEEDED', 'FAILED', 'CANCELLED'].includes(state);
    const tells = words.at(-1)?.toUpperCase() === state;
    const closing = ofTask || !ended || last.get(id) === `operation.${state.toLowerCase()}`;
    return told && (!ended || tells) && closing ? [] : [`the events of ${id}, which is ${state}, tell: ${text}`];
  });
}
