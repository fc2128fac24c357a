/** As ISO 8601 in UTC and to the second. */
const toTheSecond = (column: string): string => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`;

/** Expression in SQL over a task: when it is tried again; null where it is not. */
export const nextTry = `${toTheSecond('next_attempt_at')} AS "nextAttemptAt"`;

/** The same: until when it is tried again and again. */
export const lastTry = `${toTheSecond('deadline')} AS until`;
