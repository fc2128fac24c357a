import { fstatSync } from 'node:fs';
import { hostname } from 'node:os';
import { Command, InvalidArgumentError, Option } from 'commander';
import { z } from 'zod';
import { createFirstToken } from '../commands/access/create-first-token.js';
import { role, roles, type Role } from '../commands/caller.js';
import { randomIds } from '../edges/node/random-ids.js';
import { openInstallation } from '../installation.js';
import { settingsFrom } from '../settings.js';
import { say } from './on-installation.js';

const options = z.object({
  tenant: z.string().min(1).max(100),
  name: z.string().min(1).max(100).optional(),
  role,
  data: z.string().optional(),
  json: z.boolean().default(false),
});

function roleInAnyCase(given: string): Role {
  const parsed = role.safeParse(given.toUpperCase());
  if (parsed.success) return parsed.data;
  throw new InvalidArgumentError(`It is one of ${roles.join(', ')}.`);
}

const emptied = 'No token was made. The file that it was to be written to is empty now, whatever it held: once what follows is mended, make the token again in the same way.'; // prettier-ignore

/** A shell makes or empties a file before the program that writes to it has begun. */
function goesToEmptyFile(): boolean {
  const output = fstatSync(process.stdout.fd);
  return output.isFile() && output.size === 0;
}

/** The right to run it is the right to the data folder; it may run beside the server, which made the folder. */
export const createToken = new Command('create')
  .description('Make an API token and print it, this once')
  .option('--tenant <name>', 'the hosting provider; made if it is new', 'default')
  .option('--name <name>', 'what the token is for (default: its role, and the name of this machine)')
  .addOption(
    new Option('--role <role>', 'what it may do, in any case')
      .choices(roles)
      .argParser((given) => roleInAnyCase(given))
      .default('ADMIN'),
  )
  .option('--data <folder>', 'data folder of the server that the token is for, as given to serve')
  .option('--json', 'print as JSON')
  .action(async (given: unknown) => {
    const { tenant, role: chosen, data, json, ...said } = options.parse(given);
    const name = said.name ?? `${chosen.toLowerCase()} made on ${hostname()}`;
    const settings = settingsFrom({ ...process.env, ...(data === undefined ? {} : { HOSTWRIGHT_DATA: data }) });
    const installation = await openInstallation(settings, say, { existing: true }).catch((error: unknown) => {
      if (goesToEmptyFile()) say(emptied);
      throw error;
    });
    try {
      const token = await createFirstToken(installation.database, randomIds, { tenant, name, role: chosen });
      console.log(json ? JSON.stringify({ token }) : token);
    } finally {
      await installation.close();
    }
  });
