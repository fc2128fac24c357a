import { mayGoOn } from './code-version.js';

/**
 * Condition in SQL that a task may be carried out now by this code, on a host that is free.
 * @param task alias of the task's row
 * @param operation alias of the row of its operation
 */
export function isDue(task: string, operation: string): string {
  return `(${task}.state = 'READY' OR (${task}.state = 'WAITING' AND ${task}.next_attempt_at <= now()))
    AND ${task}.deadline >= now() AND ${operation}.state IN ('PENDING', 'RUNNING') AND NOT ${operation}.cancel_requested
    AND ${mayGoOn(operation)}`;
}
