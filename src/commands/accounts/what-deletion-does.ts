/** For messages that name the deletion of accounts as a way out: what becomes of their databases by it. */
export const whatDeletionDoes =
  'deleteAccount with removal DELETE_DATA destroys what they hold; with KEEP_DATA it stays on the server, and no other account takes it over';
