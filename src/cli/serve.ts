import { Command } from 'commander';
import { startApp } from '../app.js';
import { nextSteps } from './next-steps.js';
import { runUntilTold, type ProcessOptions } from './run-until-told.js';

/** Runs until SIGTERM or SIGINT. The line with the URL is the sign that it serves. */
export const serve = new Command('serve')
  .description('Serve the API and work on hosts, with a PostgreSQL of its own unless DATABASE_URL names another')
  .option('--data <folder>', 'folder for database and key')
  .option('--listen <address:port>', 'where the API listens (default: 127.0.0.1:4600)')
  .option('--metrics <address:port>', 'where /metrics, /healthz and /readyz are, without a token (default: nowhere)')
  .option('--json', 'print the URL as JSON')
  .action((options: ProcessOptions & { json?: boolean }) =>
    runUntilTold(options, startApp, (app) => {
      if (options.json === true) console.log(JSON.stringify({ url: app.url, operators: app.operators }));
      else
        console.log(
          `Hostwright serves ${app.url}\n\n${nextSteps(app, options.data ?? process.env['HOSTWRIGHT_DATA'], process.env['DATABASE_URL'] === undefined)}`,
        );
    }),
  );
