import type { Expression, Shape } from '../entity.js';

function tasks(condition: string): { sql: Expression } {
  return {
    sql: (t) =>
      `(SELECT count(*) FROM task pt WHERE pt.tenant_id = ${t}.tenant_id AND pt.operation_id = ${t}.id AND ${condition})`,
  };
}

function steps(condition: string): { sql: Expression } {
  return {
    sql: (t) =>
      `(SELECT count(*) FROM step ps WHERE ps.tenant_id = ${t}.tenant_id AND ps.operation_id = ${t}.id AND ${condition})`,
  };
}

/** How far an operation is, counted from its tasks and steps. */
export const progressShape: Shape = {
  columns: {
    tasksTotal: tasks('true'),
    tasksDone: tasks(`pt.state = 'DONE'`),
    tasksFailed: tasks(`pt.state = 'FAILED'`),
    tasksWaiting: tasks(`pt.state = 'WAITING'`),
    stepsTotal: steps('true'),
    stepsDone: steps(`ps.outcome IN ('UNCHANGED', 'CHANGED')`),
    stepsFailed: steps(`ps.outcome = 'FAILED'`),
  },
  fields: {},
  relations: {},
};
