import { createServer, type Server } from 'node:http';
import { z } from 'zod';
import { ask } from '../../../src/cli/client/ask.js';

let server: Server;
let url: string;
/** Takes requests and never answers. */
beforeAll(async () => {
  server = createServer(() => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const bound = z.object({ port: z.int() }).parse(server.address());
  url = `http://127.0.0.1:${bound.port}/graphql`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

it('says of a server that takes a request and gives no answer that it may be at it', async () => {
  const patience = new AbortController();
  jest.spyOn(AbortSignal, 'timeout').mockReturnValue(patience.signal);
  server.once('request', () => patience.abort(new DOMException('too long', 'TimeoutError')));
  await expect(ask({ url, token: 'hw_x' }, '{ clusters { id } }', {}, z.unknown())).rejects.toThrow(
    `${url} gave no answer within 120 seconds; what it was asked may be done all the same`,
  );
});
