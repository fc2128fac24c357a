import type { Change } from '../change.js';

/** One statement; `??` is an identifier, `?` a value. */
export function sql(statement: string, ...params: (Change & { do: 'sql' })['params']): Change {
  return { do: 'sql', statement, params };
}
