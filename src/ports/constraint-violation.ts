/** A statement broke a unique or a foreign key, which is named; the database refused it and nothing was written. */
export class ConstraintViolation extends Error {
  readonly kind: 'UNIQUE' | 'FOREIGN_KEY';
  readonly table: string;
  readonly constraint: string;

  constructor(kind: 'UNIQUE' | 'FOREIGN_KEY', table: string, constraint: string, options?: ErrorOptions) {
    super(`${kind === 'UNIQUE' ? 'Unique' : 'Foreign'} key ${constraint} of ${table} refused a row`, options);
    this.name = 'ConstraintViolation';
    this.kind = kind;
    this.table = table;
    this.constraint = constraint;
  }
}
