/** Channel of the database that tells of unsent messages; a hint only, since one may be lost. */
export const outboxChannel = 'hostwright_outbox';
