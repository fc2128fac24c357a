import { readFileSync } from 'node:fs';
import { Command, InvalidArgumentError } from 'commander';
import { z } from 'zod';
import { ApiRefusal, type Api } from './client/ask.js';
import { awaitOperation, type EndedOperation } from './client/await-operation.js';
import { exitCodes } from './exit-codes.js';
import { progressLine } from './progress-line.js';

const options = z.object({
  timeout: z.int(),
  url: z.string().optional(),
  tokenFile: z.string().optional(),
  json: z.boolean().default(false),
});
const seconds = z.coerce.number().int().min(1).max(86_400);
const address = z.url({ protocol: /^https?$/ });
const usualUrl = 'http://127.0.0.1:4600/graphql';
const tokenText = z.string().regex(/^[\x21-\x7e]+$/);

function secondsFrom(given: string): number {
  const parsed = seconds.safeParse(given);
  if (parsed.success) return parsed.data;
  throw new InvalidArgumentError('It is a number of seconds from 1 to 86400.');
}

function urlFrom(given: string | undefined, refuse: (message: string) => never): string {
  const parsed = address.safeParse(given ?? process.env['HOSTWRIGHT_URL'] ?? usualUrl);
  return parsed.success ? parsed.data : refuse(`error: give the URL of the API, for example ${usualUrl}`);
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

function inWords({ state, failure, remedies }: EndedOperation): string {
  const toDo = remedies.map(({ title, mutation, input, command }) => {
    const how = command ?? (mutation === null ? null : `${mutation} ${JSON.stringify(input)}`);
    return how === null ? `  → ${title}` : `  → ${title}:\n    ${how}`;
  });
  return [failure === null ? state : `${state}: ${failure}`, ...toDo].join('\n');
}

/** For scripts: ends when the operation has ended, also where the server restarted in between. */
export const wait = new Command('wait')
  .description('Wait until an operation has ended, telling on standard error what happens')
  .argument('<operation>', 'id of the operation, as a mutation answered it')
  .option('--timeout <seconds>', 'how long to wait at most', secondsFrom, 600)
  .option('--url <url>', `the API; HOSTWRIGHT_URL unless given, and without that ${usualUrl}`)
  .option('--token-file <file>', 'file with the API token; HOSTWRIGHT_TOKEN unless given')
  .option('--json', 'print the end as JSON')
  .addHelpText(
    'after',
    `
Exit code:
  ${exitCodes.succeeded}    it succeeded
  ${exitCodes.failed}    it failed, was cancelled, or goes on only when somebody asks for it
  ${exitCodes.usage}    it cannot be asked for: wrong options, no token, no such operation
  ${exitCodes.timeout}  it had not ended, or the server could not be reached, within the timeout`,
  )
  .action(async (id: string, given: unknown, command: Command) => {
    const { timeout, url, tokenFile, json } = options.parse(given);
    const refuse = (message: string): never => command.error(message);
    const api: Api = { url: urlFrom(url, refuse), token: tokenFrom(tokenFile, refuse) };
    const tell = (end: Omit<EndedOperation, 'state'> & { readonly state: string | null }, text: string): void =>
      console.log(json ? JSON.stringify({ operation: id, ...end }) : text);
    const deadline = AbortSignal.timeout(timeout * 1_000);
    let isReached = true;
    try {
      const heard = (event: Parameters<typeof progressLine>[0]): void => console.error(progressLine(event));
      const reached = (is: boolean): void => {
        isReached = is;
        if (!deadline.aborted)
          console.error(is ? `${api.url} is reached again` : `${api.url} cannot be reached; trying again`);
      };
      const end = await awaitOperation(() => api, id, heard, deadline, reached);
      tell(end, inWords(end));
      process.exitCode = end.state === 'SUCCEEDED' ? exitCodes.succeeded : exitCodes.failed;
    } catch (error) {
      if (error instanceof ApiRefusal) refuse(`error: ${error.message}`);
      if (!deadline.aborted) throw error;
      const why = isReached ? '' : `, and ${api.url} could not be reached at last`;
      tell({ state: null, failure: null, remedies: [] }, `It had not ended after ${timeout} seconds${why}.`);
      process.exitCode = exitCodes.timeout;
    }
  });
