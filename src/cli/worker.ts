import { Command } from 'commander';
import { startWorker } from '../app.js';
import { runUntilTold, type ProcessOptions } from './run-until-told.js';

/** Runs until SIGTERM or SIGINT. The line with its name is the sign that it works. */
export const worker = new Command('worker')
  .description('Work on hosts and send webhooks: any number of these, with any number of APIs, on one database')
  .option('--data <folder>', 'folder for the key, and for the database unless DATABASE_URL names one')
  .option('--metrics <address:port>', 'where /metrics, /healthz and /readyz are, without a token (default: nowhere)')
  .option('--json', 'print its name in leases as JSON')
  .action((options: ProcessOptions & { json?: boolean }) =>
    runUntilTold(options, startWorker, ({ owner, operators }) => {
      console.log(options.json === true ? JSON.stringify({ owner, operators }) : `Hostwright works as ${owner}`);
    }),
  );
