import { once } from 'node:events';
import { createServer } from 'node:net';
import { z } from 'zod';
import { thorough } from '../../thorough.js';
import { byItself, byNpm, runQuickstart } from './run-quickstart.js';

jest.setTimeout(900_000);

/** Where it boots; where time allows, also where it has another lab and where it kills its server. */
const interruptions = ['lab: booting', ...(thorough ? ['lab: booting manager2', 'sender 2 of'] : [])];

describe('a quickstart that does not come to its end', () => {
  it.each(interruptions)('leaves nothing behind when it is interrupted at "%s"', async (at) => {
    const { exitCode, said, left } = await runQuickstart(byItself, [], {
      at,
      signal: 'SIGINT',
      toGroup: true,
    });
    expect({ exitCode, left, said }).toEqual({
      exitCode: 1,
      left: [],
      said: expect.stringMatching(/done: nothing is left behind$/),
    });
  });

  it.each([
    { signal: 'SIGTERM', toGroup: false } as const,
    ...(thorough ? ([true, false] as const).map((toGroup) => ({ signal: 'SIGINT' as const, toGroup })) : []),
  ])('leaves nothing behind when npm, which started it, is told $signal, its group too: $toGroup', async (told) => {
    const { said, left } = await runQuickstart(byNpm, [], { at: 'server: starting', ...told });
    expect({ left, said }).toEqual({ left: [], said: expect.stringMatching(/done: nothing is left behind$/) });
  });

  it('names its own option where its port is taken, and starts nothing', async () => {
    const other = createServer();
    await once(other.listen(0, '127.0.0.1'), 'listening');
    const { port } = z.object({ port: z.int() }).parse(other.address());
    try {
      const { exitCode, said, left } = await runQuickstart(byItself, ['--port', String(port)]);
      expect({ exitCode, left, said }).toEqual({
        exitCode: 1,
        left: [],
        said: expect.stringMatching(
          `^quickstart: port ${port} of 127\\.0\\.0\\.1 cannot be had .*; choose another with --port$`,
        ),
      });
    } finally {
      other.close();
    }
  });
});
