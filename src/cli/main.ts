#!/usr/bin/env node
import { Command, CommanderError } from 'commander';
import { AppError } from '../domain/app-error.js';
import { EmbeddedPostgresError } from '../edges/embedded/embedded-postgres-error.js';
import { codeVersion } from '../engine/code-version.js';
import { api } from './api.js';
import { apply } from './apply.js';
import { check } from './check.js';
import { ServerAway } from './client/broken-link.js';
import { exportDb } from './db-export.js';
import { importDb } from './db-import.js';
import { reopenDb } from './db-reopen.js';
import { exitCodes } from './exit-codes.js';
import { exportCluster } from './export.js';
import { fakeFleet } from './fake-fleet.js';
import { programName } from './program-name.js';
import { serve } from './serve.js';
import { createToken } from './token-create.js';
import { wait } from './wait.js';
import { worker } from './worker.js';

const token = new Command('token').description('Access to the API').addCommand(createToken);
const db = new Command('db')
  .description('Everything of an installation: to another database, or to another machine')
  .addCommand(exportDb)
  .addCommand(importDb)
  .addCommand(reopenDb);
const program = new Command('hostwright')
  .description('Turns Linux machines into web-hosting clusters and keeps them right.')
  .version(codeVersion)
  .addCommand(serve)
  .addCommand(api)
  .addCommand(worker)
  .addCommand(fakeFleet)
  .addCommand(token)
  .addCommand(db)
  .addCommand(wait)
  .addCommand(check)
  .addCommand(apply)
  .addCommand(exportCluster);

/** What is wrong with the arguments themselves, which a help shows; commands refuse other things for other reasons. */
const ofArguments: ReadonlySet<string> = new Set([
  'commander.unknownOption',
  'commander.unknownCommand',
  'commander.missingArgument',
  'commander.excessArguments',
  'commander.optionMissingArgument',
  'commander.invalidArgument',
]);

function fullName(command: Command): string {
  return command.parent === null ? programName : `${fullName(command.parent)} ${command.name()}`;
}

// What is wrong with the arguments is thrown, once it was said, so that it has an exit code of its own.
for (const command of [program, ...program.commands, ...token.commands, ...db.commands]) {
  command.exitOverride((error) => {
    if (ofArguments.has(error.code)) console.error(`${fullName(command)} --help shows what there is`);
    throw error;
  });
}

/** Their messages are for the person who reads them, and need no name of a class before. */
const sayThemselves = [AppError, EmbeddedPostgresError, ServerAway] as const;

program.parseAsync().catch((error: unknown) => {
  if (error instanceof CommanderError) process.exit(error.exitCode === 0 ? exitCodes.succeeded : exitCodes.usage);
  if (error instanceof Error) {
    const name = sayThemselves.some((kind) => error instanceof kind) ? '' : `${error.name}: `;
    console.error(`hostwright: ${name}${error.message}`);
  } else console.error('hostwright: it failed', error);
  process.exit(exitCodes.failed);
});
