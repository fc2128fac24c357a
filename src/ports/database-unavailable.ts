/**
 * The database could not be reached, went away, or gave this transaction up for the sake of another one. The same work may
 * succeed later; whether a commit that was under way took effect is unknown.
 */
export class DatabaseUnavailable extends Error {
  override readonly name = 'DatabaseUnavailable';

  constructor(options?: ErrorOptions) {
    super('The database is not available', options);
  }
}
