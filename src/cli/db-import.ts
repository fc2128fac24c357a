import { Command } from 'commander';
import { importDatabase } from '../moving/import-database.js';
import { onInstallation, say } from './on-installation.js';
import { readPassphrase } from './read-passphrase.js';

interface Options {
  readonly data?: string;
  readonly passphraseFile?: string;
  readonly json?: boolean;
}

/** The right to run it is the right to the data folder. */
export const importDb = new Command('import')
  .description('Read all of an installation from a file into this one, which has to be empty')
  .argument('<file>', 'what "hostwright db export" wrote')
  .option(
    '--passphrase-file <file>',
    'its first line is what the file was exported with; "-" for standard input (default: it is asked for)',
  )
  .option('--data <folder>', 'folder for the key, and for the database unless DATABASE_URL names one')
  .option('--json', 'print what was read as JSON')
  .action(async (file: string, { data, passphraseFile, json = false }: Options, command: Command) => {
    const passphrase = await readPassphrase(passphraseFile, false, (message) => command.error(message));
    const imported = await onInstallation(data, {}, ({ database, kek }) =>
      importDatabase({ database, kek, passphrase, file, progress: say }),
    );
    const { tables, takenAt, closed, codeVersion } = imported;
    const rows = tables.reduce((sum, table) => sum + table.rows, 0);
    if (json) console.log(JSON.stringify({ file, takenAt, closed, codeVersion, rows, tables }));
    else console.log(`All ${rows} rows of ${tables.length} tables are here, as they were exported.\n\n${next(closed)}`);
  });

function next(closed: boolean): string {
  const stop = closed ? '' : 'It is a copy of an installation that was left open: stop that one for good first. ';
  return `${stop}Start this one now, with the same variables as for this command. API tokens, SSH keys and webhook
secrets are as before; plans that were shown before have to be made anew, and a mutation that is sent again with an idempotency key of
before the move is refused. Then repair every cluster once (repairCluster), which changes nothing that
is right: from that visit on, a host refuses whatever the old installation may still send. Remove the file: who has it and its passphrase has every secret.`;
}
