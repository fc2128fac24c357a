import { Command } from 'commander';
import { exportDatabase } from '../moving/export-database.js';
import { TransportKey } from '../moving/transport-key.js';
import { onInstallation, say } from './on-installation.js';
import { readPassphrase } from './read-passphrase.js';

interface Options {
  readonly data?: string;
  readonly passphraseFile?: string;
  readonly copy?: boolean;
  readonly json?: boolean;
}

/** The right to run it is the right to the data folder. */
export const exportDb = new Command('export')
  .description('Write all of this installation to a file, to be imported elsewhere, and close it')
  .argument('<file>', 'where to; it must not be there yet')
  .option(
    '--passphrase-file <file>',
    'its first line seals the secrets on their way; "-" for standard input (default: it is asked for)',
  )
  .option('--copy', 'leave this installation open, and let it run meanwhile: a copy, and no move')
  .option('--data <folder>', 'folder for database and key, as for serve')
  .option('--json', 'print what was written as JSON')
  .action(async (file: string, { data, passphraseFile, copy = false, json = false }: Options, command: Command) => {
    const passphrase = await readPassphrase(passphraseFile, true, (message) => command.error(message));
    const key = await TransportKey.of(passphrase);
    const exported = await onInstallation(data, { closedToo: true, existing: true }, ({ database, kek }) =>
      exportDatabase({ database, kek, key, file, copy, progress: say }),
    );
    const { tables, sha256, takenAt, closed } = exported;
    const rows = tables.reduce((sum, table) => sum + table.rows, 0);
    if (json) console.log(JSON.stringify({ file, takenAt, closed, rows, sha256, tables }));
    else console.log(`${file} holds ${rows} rows of ${tables.length} tables.\n\n${closed ? afterMove : afterCopy}`);
  });

const afterMove = `This installation is closed: nothing is started on it any more. Next, where it moves to, on a new database:

    hostwright db import FILE

Where the move is given up, and the other installation was never started: hostwright db reopen`;

const afterCopy = `This installation stays open. Stop it for good before one that this copy is imported into is started, and repair every
cluster there once: from that visit on, each host refuses what this one sends.`;
