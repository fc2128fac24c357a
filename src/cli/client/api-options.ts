import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { z } from 'zod';
import { quote } from '../../domain/quote.js';
import type { Api } from './ask.js';

/** Where commands look for the API unless they are told. */
export const usualUrl = 'http://127.0.0.1:4600/graphql';
const address = z.url({ protocol: /^https?$/ });
const tokenText = z.string().regex(/^[\x21-\x7e]+$/);

/** What the options below give. */
export const apiOptions = { url: z.string().optional(), tokenFile: z.string().optional() };

/** Options of a command that asks the API. */
export function withApiOptions(command: Command): Command {
  return command
    .option('--url <url>', `the API; HOSTWRIGHT_URL unless given, and without that ${usualUrl}`)
    .option('--token-file <file>', 'file with the API token; HOSTWRIGHT_TOKEN unless given');
}

/** The API as a person asks it who may also do so in a shell. */
export interface PersonsApi extends Api {
  /** A word of a shell that the token is in the place of. */
  readonly tokenInShell: string;
  /** The options that said so, for a command that is to be run again; begins with a space where there are any. */
  readonly optionsInShell: string;
}

/** Where the API is and who asks, from options and environment. */
export function apiFrom(
  { url, tokenFile }: { readonly url?: string | undefined; readonly tokenFile?: string | undefined },
  refuse: (message: string) => never,
): PersonsApi {
  const tokenInShell = tokenFile === undefined ? '"$HOSTWRIGHT_TOKEN"' : `"$(cat ${quote(tokenFile)})"`;
  const options = { '--url': url, '--token-file': tokenFile };
  const given = Object.entries(options).flatMap(([name, value]) => (value === undefined ? [] : [` ${name} ${quote(value)}`])); // prettier-ignore
  return {
    ...{ url: urlFrom(url, refuse), token: tokenFrom(tokenFile, refuse) },
    ...{ tokenInShell, optionsInShell: given.join('') },
  };
}

/** Where only the server is named, its API is meant. */
function withPath(url: string): string {
  const parsed = new URL(url);
  if (parsed.pathname !== '/') return url;
  parsed.pathname = new URL(usualUrl).pathname;
  return parsed.href;
}

function urlFrom(given: string | undefined, refuse: (message: string) => never): string {
  const parsed = address.safeParse(given ?? process.env['HOSTWRIGHT_URL'] ?? usualUrl);
  if (!parsed.success) return refuse(`error: give the URL of the API, for example ${usualUrl}`);
  const { username, password } = new URL(parsed.data);
  // It is printed, and stands among the arguments of what is printed to be copied: neither may hold a secret.
  return username === '' && password === ''
    ? withPath(parsed.data)
    : refuse('error: give the URL of the API without a user and a password in it; who asks is told by --token-file or HOSTWRIGHT_TOKEN'); // prettier-ignore
}

/** Never among the arguments, which everybody on the machine can read. */
function tokenFrom(file: string | undefined, refuse: (message: string) => never): string {
  const given = file === undefined ? process.env['HOSTWRIGHT_TOKEN'] : contentOf(file, refuse);
  if (given === undefined) refuse('error: give the API token by --token-file or HOSTWRIGHT_TOKEN');
  const token = tokenText.safeParse(given.trim());
  return token.success ? token.data : refuse(`error: there is no API token in ${file ?? 'HOSTWRIGHT_TOKEN'}`);
}

function contentOf(file: string, refuse: (message: string) => never): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    return refuse(`error: the token cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}
