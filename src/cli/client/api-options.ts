import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { z } from 'zod';
import { quote } from '../../domain/quote.js';
import { programName } from '../program-name.js';
import type { Api } from './ask.js';

const systemError = z.object({ code: z.string(), message: z.string() });

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
    .option(
      '--token-file <file>',
      'file with the API token; without it that of HOSTWRIGHT_TOKEN_FILE, or the token in HOSTWRIGHT_TOKEN',
    );
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
  const source = tokenSource(tokenFile);
  const options = { '--url': url, '--token-file': tokenFile };
  const given = Object.entries(options).flatMap(([name, value]) => (value === undefined ? [] : [` ${name} ${quote(value)}`])); // prettier-ignore
  return {
    ...{ url: urlFrom(url, refuse), token: tokenFrom(source, refuse) },
    ...{ tokenInShell: source.inShell, optionsInShell: given.join('') },
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
    : refuse('error: give the URL of the API without a user and a password in it; who asks is told by --token-file, HOSTWRIGHT_TOKEN_FILE or HOSTWRIGHT_TOKEN'); // prettier-ignore
}

interface TokenSource {
  /** Undefined where the token stands in HOSTWRIGHT_TOKEN itself. */
  readonly file: string | undefined;
  readonly inShell: string;
  /** Whether the file is that of the environment, which may hold another token besides. */
  readonly isOfEnvironment: boolean;
}

/** Never among the arguments, which everybody on the machine can read. An empty variable is one that is not there. */
function tokenSource(option: string | undefined): TokenSource {
  if (option !== undefined) return { file: option, inShell: `"$(cat ${quote(option)})"`, isOfEnvironment: false };
  const file = process.env['HOSTWRIGHT_TOKEN_FILE'];
  if (file === undefined || file === '')
    return { file: undefined, inShell: '"$HOSTWRIGHT_TOKEN"', isOfEnvironment: false };
  return { file, inShell: '"$(cat "$HOSTWRIGHT_TOKEN_FILE")"', isOfEnvironment: true };
}

function tokenFrom({ file, isOfEnvironment }: TokenSource, refuse: (message: string) => never): string {
  const inVariable = process.env['HOSTWRIGHT_TOKEN'];
  const given = file === undefined ? inVariable : contentOf(file, refuse);
  if (given === undefined) {
    refuse('error: give the API token by --token-file, HOSTWRIGHT_TOKEN_FILE or HOSTWRIGHT_TOKEN; hostwright token create on the server makes one'); // prettier-ignore
  }
  const token = tokenText.safeParse(given.trim());
  if (!token.success) {
    const why = given.trim() === '' && file !== undefined ? ', which is empty' : '';
    return refuse(`error: there is no API token in ${file ?? 'HOSTWRIGHT_TOKEN'}${why}; hostwright token create on the server makes one`); // prettier-ignore
  }
  if (isOfEnvironment && inVariable !== undefined && inVariable.trim() !== token.data) {
    console.error(
      `${programName}: the token in ${file} is used, which HOSTWRIGHT_TOKEN_FILE names; HOSTWRIGHT_TOKEN has another one`,
    );
  }
  return token.data;
}

function contentOf(file: string, refuse: (message: string) => never): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const { code, message } = systemError.safeParse(error).data ?? { code: '', message: String(error) };
    return refuse(
      code === 'ENOENT'
        ? `error: there is no token file ${file}; hostwright token create on the server makes a token`
        : `error: the token cannot be read: ${message}`,
    );
  }
}
