/**
 * Condition in SQL that an operation was to apply a plan and did not come to it: it looked at hosts, and left nothing undone that could be
 * done again. One of before it had the kind of what is planned says so by its kind.
 */
export function onlyLooked(operation: string): string {
  return `(${operation}.plan_token IS NOT NULL OR ${operation}.kind = 'APPLY_PLAN')`;
}
