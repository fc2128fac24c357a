import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { AppError } from '../domain/app-error.js';
import { readText } from './read-text.js';

/** Fewer are guessed, whatever guessing costs. */
const fewestCharacters = 12;

/**
 * A passphrase from the first line of a file or of standard input, or asked for on the terminal without showing it. Never an argument,
 * which everybody on the machine could read.
 * @param twice asks a person a second time, since nobody will tell of a slip
 */
export async function readPassphrase(
  file: string | undefined,
  twice: boolean,
  refuse: (message: string) => never,
): Promise<string> {
  const given = file === undefined ? await asked(twice, refuse) : (readText(file, refuse).split('\n', 1)[0] ?? '');
  const passphrase = given.replace(/\r$/, '');
  if (passphrase.length >= fewestCharacters) return passphrase;
  throw new AppError(
    'BAD_REQUEST',
    `The passphrase has fewer than ${fewestCharacters} characters; choose a longer one.`,
  );
}

async function asked(twice: boolean, refuse: (message: string) => never): Promise<string> {
  if (!process.stdin.isTTY) return refuse('error: nobody can be asked for the passphrase here; give --passphrase-file');
  const passphrase = await ask('Passphrase of the file: ');
  if (twice && (await ask('Again: ')) !== passphrase)
    throw new AppError('BAD_REQUEST', 'The two passphrases are not the same.');
  return passphrase;
}

function ask(question: string): Promise<string> {
  process.stderr.write(question);
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = createInterface({ input: process.stdin, output: silent, terminal: true });
  return new Promise((resolve) => {
    terminal.once('close', () => resolve(''));
    terminal.question('', (answer) => {
      process.stderr.write('\n');
      resolve(answer);
      terminal.close();
    });
  });
}
