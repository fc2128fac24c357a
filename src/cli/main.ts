#!/usr/bin/env node
import { Command } from 'commander';
import { AppError } from '../domain/app-error.js';
import { codeVersion } from '../engine/code-version.js';
import { serve } from './serve.js';
import { createToken } from './token-create.js';

const program = new Command('hostwright')
  .description('Turns Linux machines into web-hosting clusters and keeps them right.')
  .version(codeVersion);

program.addCommand(serve);
program.addCommand(new Command('token').description('Access to the API').addCommand(createToken));

program.parseAsync().catch((error: unknown) => {
  if (error instanceof AppError) console.error(`hostwright: ${error.message}`);
  else if (error instanceof Error) console.error(`hostwright: ${error.name}: ${error.message}`);
  else console.error('hostwright: it failed', error);
  process.exit(1);
});
