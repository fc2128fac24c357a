import { z } from 'zod';
import { AppError } from '../domain/app-error.js';
import { linesOf } from './lines.js';
import type { TransportKey } from './transport-key.js';

/** Raised whenever a reader of before would misread the file. */
export const formatVersion = 1;
const longestHeader = 4 << 20;

const stamp = z.object({ format: z.literal('hostwright export'), formatVersion: z.int() });
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const sealed = stamp.extend({
  formatVersion: z.literal(formatVersion),
  codeVersion: z.string(),
  takenAt: z.iso.datetime(),
  /** Whether the installation was closed with it: of a copy the old one may go on. */
  closed: z.boolean(),
  migrations: z.array(z.string()),
  salt: z.base64(),
  check: z.base64(),
  tables: z.array(z.object({ name: z.string(), rows: z.int(), sha256 })),
  sequences: z.array(z.object({ name: z.string(), last: z.string().regex(/^\d+$/) })),
  /** Of everything behind the header. */
  bytes: z.int(),
  sha256,
});
const header = sealed.extend({ mac: z.base64() });

/** The first line of a file, before it is signed. */
export type ExportHeader = z.infer<typeof sealed>;

export function writeHeader(unsigned: ExportHeader, key: TransportKey): string {
  return `${JSON.stringify({ ...unsigned, mac: key.mac(JSON.stringify(unsigned)) })}\n`;
}

/** The first line as it is there, and how many bytes it takes. Nothing of it is to be believed before it was checked. */
export interface ReadHeader {
  readonly header: z.infer<typeof header>;
  readonly bytes: number;
}

/** @throws AppError where the file is none of ours, of another version, or broken at its beginning */
export async function readHeader(file: string): Promise<ReadHeader> {
  const line = await firstLine(file);
  const parsed = parse(line);
  const stamped = stamp.safeParse(parsed);
  if (!stamped.success)
    throw new AppError(
      'BAD_REQUEST',
      `${file} was not written by "hostwright db export", or is broken at its beginning.`,
    );
  if (stamped.data.formatVersion !== formatVersion)
    throw new AppError(
      'BAD_REQUEST',
      `${file} has version ${stamped.data.formatVersion} of the format, and this version of Hostwright reads ${formatVersion}. Import it with the version that wrote it, and upgrade afterwards.`,
    );
  const whole = header.safeParse(parsed);
  if (!whole.success)
    throw new AppError('BAD_REQUEST', `${file} is damaged at its beginning; copy or export it again.`);
  return { header: whole.data, bytes: Buffer.byteLength(line) + 1 };
}

/** @throws AppError where the passphrase is another one, or the header is not as it was written */
export function checkHeader(file: string, { mac, ...unsigned }: z.infer<typeof header>, key: TransportKey): void {
  if (!key.fits(unsigned.check))
    throw new AppError('BAD_REQUEST', `The passphrase is not the one that ${file} was exported with.`);
  if (!key.sameMac(JSON.stringify(unsigned), mac))
    throw new AppError('BAD_REQUEST', `${file} is damaged at its beginning; copy or export it again.`);
}

async function firstLine(file: string): Promise<string> {
  try {
    for await (const line of linesOf(file, 0, longestHeader)) return line;
    return '';
  } catch (error) {
    if (error instanceof RangeError) return '';
    throw new AppError(
      'BAD_REQUEST',
      `${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
