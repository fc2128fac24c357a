import { randomUUID } from 'node:crypto';
import { quote } from '../../steps/harness/quote.js';
import type { PersonsApi } from './api-options.js';

/**
 * A mutation as one line of shell that a person copies. What it is given goes as variables in JSON, where a word of an enumeration is
 * written as any other, and the token by standard input, so that it is in no argument. It has an idempotency key of its own: copied
 * twice it is done once.
 */
export function requestInShell(
  { url, tokenInShell }: PersonsApi,
  mutation: string,
  input: Readonly<Record<string, unknown>>,
): string {
  const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
  const query = `mutation($input: ${type}!) { ${mutation}(input: $input) { operation { id } userErrors { code message } } }`;
  const body = JSON.stringify({ query, variables: { input: { ...input, idempotencyKey: randomUUID() } } });
  const header = `printf 'header = "authorization: Bearer %s"\\n' ${tokenInShell}`;
  return `${header} | curl -sS --config - ${quote(url)} -H 'content-type: application/json' -d ${quote(body)}`;
}
