import { once } from 'node:events';
import { Command } from 'commander';
import { startApp } from '../app.js';
import { settingsFrom } from '../settings.js';
import { nextSteps } from './next-steps.js';

/** Runs until SIGTERM or SIGINT. The line with the URL is the sign that it serves. */
export const serve = new Command('serve')
  .description('Serve the API and work on hosts, with a PostgreSQL of its own unless DATABASE_URL names another')
  .option('--data <folder>', 'folder for database and key')
  .option('--listen <address:port>', 'where the API listens (default: 127.0.0.1:4600)')
  .option('--json', 'print the URL as JSON')
  .action(async (options: { data?: string; listen?: string; json?: boolean }) => {
    const settings = settingsFrom({
      ...process.env,
      ...(options.data === undefined ? {} : { HOSTWRIGHT_DATA: options.data }),
      ...(options.listen === undefined ? {} : { HOSTWRIGHT_LISTEN: options.listen }),
    });
    // Told while it starts, it ends in order too, once it can.
    const told = Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')]);
    const app = await startApp(settings, (message) => console.error(`hostwright: ${message}`));
    if (options.json === true) console.log(JSON.stringify({ url: app.url }));
    else
      console.log(`Hostwright serves ${app.url}\n\n${nextSteps(app, options.data ?? process.env['HOSTWRIGHT_DATA'])}`);
    await told;
    console.error('hostwright: stopping; what runs on hosts comes to an end first');
    await app.stop();
  });
