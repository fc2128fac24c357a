/** Expression in SQL over a task: when it is tried again, as ISO 8601 in UTC and to the second; null where it is not. */
export const nextTry = `to_char(next_attempt_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS "nextAttemptAt"`;
