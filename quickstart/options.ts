import { parseArgs } from 'node:util';
import { z } from 'zod';

const portNumber = z.coerce.number().int().min(0).max(65_535);
const known = { exit: { type: 'boolean' }, port: { type: 'string' }, help: { type: 'boolean' } } as const;

export interface QuickstartOptions {
  readonly exit: boolean;
  readonly port: number;
  readonly help: boolean;
}

/** What the command line says; its message tells what is wrong with it. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** @throws UsageError */
export function quickstartOptions(args: readonly string[]): QuickstartOptions {
  const { values, tokens } = parseArgs({ args: [...args], options: known, strict: false, tokens: true });
  for (const token of tokens) {
    if (token.kind === 'positional') throw new UsageError(`unknown argument ${token.value}`);
    if (token.kind !== 'option') continue;
    if (!Object.hasOwn(known, token.name)) throw new UsageError(`unknown option ${token.rawName}`);
    if (token.name !== 'port' && token.value !== undefined) throw new UsageError(`${token.rawName} takes no value`);
  }
  const exit = values.exit === true;
  const port = portNumber.safeParse(values.port ?? (exit ? 0 : 4600));
  if (!port.success || values.port === '' || values.port === true)
    throw new UsageError('--port takes a number from 0 to 65535');
  return { exit, port: port.data, help: values.help === true };
}
