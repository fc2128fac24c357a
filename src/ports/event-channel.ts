/** Channel of the database on which the ids of operations with new events are told; a hint only, since one may be lost. */
export const eventChannel = 'hostwright_event';
