import { randomUUID } from 'node:crypto';
import { passwordGap } from '../../domain/password-gap.js';
import { quote } from '../../domain/quote.js';
import type { PersonsApi } from './api-options.js';

/**
 * A mutation as one line of shell that a person copies. What it is given goes as variables in JSON, where a word of an enumeration is
 * written as any other, and the token by standard input, so that it is in no argument. It has an idempotency key of its own: copied
 * twice it is done once. What a person has to put in is a gap, which the server refuses, and such a line has no key, since it is sent
 * again when it was filled in. A password is not put in but asked for, so that it is in no argument and in no history of the shell.
 */
export function requestInShell(
  { url, tokenInShell }: PersonsApi,
  mutation: string,
  input: Readonly<Record<string, unknown>>,
): string {
  const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
  const query = `mutation($input: ${type}!) { ${mutation}(input: $input) { operation { id } userErrors { code message } } }`;
  const given = Object.values(input).some(isGap) ? input : { ...input, idempotencyKey: randomUUID() };
  const body = JSON.stringify({ query, variables: { input: given } });
  const header = `printf 'header = "authorization: Bearer %s"\\n' ${tokenInShell}`;
  const curl = `curl -sS --config - ${quote(url)} -H 'content-type: application/json'`;
  const [before = '', after] = body.split(passwordGap);
  if (after === undefined) return `${header} | ${curl} -d ${quote(body)}`;
  const data = `printf '%s' ${quote(before)} "$(printf '%s' "$secret" | ${escape})" ${quote(after)} | ${escape}`;
  return `${asked}; { ${header}; printf 'data = "%s"\\n' "$(${data})"; } | ${curl}`;
}

/** Reads a password without showing it, also where it does not come from a terminal. */
const asked = `printf 'Password: ' >&2; stty -echo 2>/dev/null || :; IFS= read -r secret; stty echo 2>/dev/null || :; echo >&2`;

/** What stands between quotes, in JSON as in the configuration of curl. */
const escape = `sed 's/[\\\\"]/\\\\&/g'`;

function isGap(value: unknown): boolean {
  return typeof value === 'string' && /^<.*>$/.test(value);
}
