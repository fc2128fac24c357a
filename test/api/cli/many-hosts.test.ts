import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { hostNames } from '../../../src/cli/client/cluster-client.js';

const numbered = (count: number): readonly string[] => Array.from({ length: count }, (_, index) => `id${index}`);

it('names of more hosts than the API takes at once are all found', async () => {
  const asked = z.object({ variables: z.object({ ids: z.array(z.string()).max(100) }) });
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      const { ids } = asked.parse(JSON.parse(body)).variables;
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ data: { nodes: ids.map((id) => ({ id, name: `host ${id}` })) } }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    const { port } = z.object({ port: z.int() }).parse(server.address());
    const names = await hostNames({ url: `http://127.0.0.1:${port}/graphql`, token: 'any' }, numbered(250));
    expect([...names]).toEqual(numbered(250).map((id) => [id, `host ${id}`]));
  } finally {
    server.close();
    server.closeAllConnections();
  }
});
