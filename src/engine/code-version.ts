/** The version of Hostwright that runs, as in package.json; an operation keeps the one that wrote its plan. Numbers and dots only. */
export const codeVersion = '0.1.0';

/**
 * Condition in SQL that this code may go on with an operation: it was written by this version or an older one. What newer code wrote
 * is left to newer code, which runs beside this during an upgrade.
 * @param operation alias of the operation's row
 */
export function mayGoOn(operation: string): string {
  return `string_to_array(${operation}.code_version, '.')::int[] <= '{${codeVersion.replaceAll('.', ',')}}'::int[]`;
}
