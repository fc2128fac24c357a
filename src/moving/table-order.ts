/** A foreign key: rows of `from` name rows of `to`. */
export interface Reference {
  readonly constraint: string;
  readonly from: string;
  readonly to: string;
}

export interface TableOrder {
  /** Every table behind those that its rows name, as far as there is such an order. */
  readonly tables: readonly string[];
  /** What no order satisfies: rows that name others of their own table, and circles. */
  readonly late: readonly Reference[];
}

/** In which order rows are written, and which foreign keys can only be looked at once all are there. */
export function tableOrder(names: readonly string[], references: readonly Reference[]): TableOrder {
  const tables: string[] = [];
  const begun = new Set<string>();
  const visit = (table: string): void => {
    if (begun.has(table)) return;
    begun.add(table);
    for (const { from, to } of references) if (from === table) visit(to);
    tables.push(table);
  };
  [...names].sort().forEach(visit);
  const place = (table: string): number => tables.indexOf(table);
  return { tables, late: references.filter(({ from, to }) => place(to) >= place(from)) };
}
