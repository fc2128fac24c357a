import { Command } from 'commander';
import { z } from 'zod';
import { apiFrom, apiOptions, withApiOptions } from './client/api-options.js';
import { ApiRefusal } from './client/ask.js';
import type { EndedOperation } from './client/await-operation.js';
import { endInWords } from './client/end-in-words.js';
import { follow, unendedInWords } from './client/follow.js';
import { secondsOption } from './client/seconds-option.js';
import { nothingWrong } from './client/what-is-wrong.js';
import { exitCodes } from './exit-codes.js';

const options = z.object({
  ...apiOptions,
  timeout: z.int(),
  json: z.boolean().default(false),
  verbose: z.boolean().default(false),
});

/** For scripts: ends when the operation has ended, also where the server restarted in between. */
export const wait = withApiOptions(
  new Command('wait')
    .description('Wait until an operation has ended, telling on standard error what happens')
    .argument('<operation>', 'id of the operation, as a mutation answered it')
    .option('--timeout <seconds>', 'how long to wait at most', secondsOption, 600)
    .option('--verbose', 'tell steps that changed nothing one by one, rather than how many there were; so does --json'),
)
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
    const { timeout, json, verbose, ...said } = options.parse(given);
    const refuse = (message: string): never => command.error(message);
    const api = apiFrom(said, refuse);
    const tell = (end: Omit<EndedOperation, 'state'> & { readonly state: string | null }, text: string): void =>
      console.log(json ? JSON.stringify({ operation: id, ...end }) : text);
    try {
      const end = await follow(api, id, timeout, json || verbose);
      if (end.state === null) {
        tell(
          {
            ...{ state: null, canRetry: false, failure: null, rule: null },
            ...{ remedies: [], others: [], untold: 0, ...nothingWrong },
          },
          unendedInWords(api, id, timeout, end.isReached),
        );
        process.exitCode = exitCodes.timeout;
        return;
      }
      tell(end, endInWords(api, id, end));
      process.exitCode = end.state === 'SUCCEEDED' ? exitCodes.succeeded : exitCodes.failed;
    } catch (error) {
      if (error instanceof ApiRefusal) refuse(`error: ${error.message}`);
      throw error;
    }
  });
