import { GraphQLError, Kind, type ValidationRule } from 'graphql';

/** Refuses a selection that asks for the same field over and over: it costs us much and means nothing. */
export function repeatedFieldsRule(most: number): ValidationRule {
  return (context) => ({
    SelectionSet: ({ selections }) => {
      const times = new Map<string, number>();
      for (const selection of selections) {
        if (selection.kind !== Kind.FIELD) continue;
        const key = selection.alias?.value ?? selection.name.value;
        const count = (times.get(key) ?? 0) + 1;
        times.set(key, count);
        if (count !== most + 1) continue;
        const message = `${key} is asked for more than ${most} times in one selection; ask for it once.`;
        context.reportError(new GraphQLError(message, { nodes: selection }));
      }
    },
  });
}
