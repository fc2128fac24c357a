import { createReadStream } from 'node:fs';
import { z } from 'zod';

const lineEnd = 0x0a;

/**
 * Lines of a file from a byte on, without their ends; one line at a time is in memory. A line ends at a line feed and nowhere else:
 * readers made for people also end it at signs that texts may hold.
 * @throws RangeError at a line that is longer than `longest` bytes
 */
export async function* linesOf(file: string, start: number, longest: number): AsyncGenerator<string> {
  let begun: Buffer[] = [];
  let size = 0;
  const take = (part: Buffer): void => {
    size += part.length;
    if (size > longest) throw new RangeError(`a line is longer than ${longest} bytes`);
    begun.push(part);
  };
  for await (const chunk of createReadStream(file, { start })) {
    const bytes = z.instanceof(Buffer).parse(chunk);
    let from = 0;
    for (let end = bytes.indexOf(lineEnd); end !== -1; end = bytes.indexOf(lineEnd, from)) {
      take(bytes.subarray(from, end));
      yield Buffer.concat(begun).toString('utf8');
      begun = [];
      size = 0;
      from = end + 1;
    }
    take(bytes.subarray(from));
  }
  if (size > 0) yield Buffer.concat(begun).toString('utf8');
}
