import { parseArgs, type ParseArgsConfig } from 'node:util';
import { CommandFailed } from '../model/command-failed.js';

type Options = NonNullable<ParseArgsConfig['options']>;
type Read<T extends Options> = ReturnType<typeof parseArgs<{ options: T; allowPositionals: true; strict: true }>>;

/** Exit code for options that a program, or its model, does not know. */
const wrongUsage = 2;

/** The options and the other words of a command line. */
export function readOptions<T extends Options>(program: string, args: readonly string[], options: T): Read<T> {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new CommandFailed(wrongUsage, `${program}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
