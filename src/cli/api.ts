import { Command } from 'commander';
import { startApi } from '../app.js';
import { runUntilTold, type ProcessOptions } from './run-until-told.js';

/** Runs until SIGTERM or SIGINT. The line with the URL is the sign that it serves. */
export const api = new Command('api')
  .description('Serve the API alone: any number of these, with any number of workers, on one database')
  .option('--data <folder>', 'folder for the key, and for the database unless DATABASE_URL names one')
  .option('--listen <address:port>', 'where the API listens (default: 127.0.0.1:4600)')
  .option('--metrics <address:port>', 'where /metrics, /healthz and /readyz are, without a token (default: nowhere)')
  .option('--json', 'print the URL as JSON')
  .action((options: ProcessOptions & { json?: boolean }) =>
    runUntilTold(options, startApi, ({ url, operators }) => {
      console.log(options.json === true ? JSON.stringify({ url, operators }) : `Hostwright serves ${url}`);
    }),
  );
