import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Command, CommandInput } from '../../../src/commands/command.js';

const folder = join(__dirname, '..', '..', '..', 'src', 'commands');
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });

const command = z.custom<Command<CommandInput>>(
  (value) => z.object({ name: z.string(), input: z.instanceof(z.ZodType) }).safeParse(value).success,
);

/** The command of a mutation, from the file that is named after it. */
export function commandNamed(mutation: string): Command<CommandInput> {
  const name = `${mutation.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}.command.ts`;
  const file = files.find((candidate) => candidate.endsWith(`/${name}`));
  if (file === undefined) throw new Error(`there is no mutation ${mutation}`);
  return command.parse(jest.requireActual<Readonly<Record<string, unknown>>>(join(folder, file))[mutation]);
}
