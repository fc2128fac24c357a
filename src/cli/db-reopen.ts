import { Command } from 'commander';
import { reopenInstallation } from '../moving/parking.js';
import { onInstallation } from './on-installation.js';

/** The way back from an export whose import never came to be. */
export const reopenDb = new Command('reopen')
  .description('Open an installation again that an export closed, where the move is given up')
  .option('--data <folder>', 'folder for database and key, as for serve')
  .action(async ({ data }: { readonly data?: string }) => {
    const reopened = await onInstallation(data, { closedToo: true, existing: true }, ({ database }) =>
      reopenInstallation(database),
    );
    console.log(reopened ? 'It is open again.' : 'It was not closed.');
  });
