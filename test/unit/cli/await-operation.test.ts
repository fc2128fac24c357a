import { once } from 'node:events';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { awaitOperation, sayingWhere } from '../../../src/cli/client/await-operation.js';

const undone = {
  ...{ rule: { id: 'R-NODE-2' }, subjectName: 'node1', message: 'node1 does not mount it.' },
  remedies: [{ title: 'Converge', mutation: 'repairCluster', input: {}, command: null, hostId: null }],
};
const foreign = { ...undone, rule: { id: 'R-NODE-4' }, message: 'A foreign program has port 80.', remedies: [] };

it('of a setup that failed, what it left undone is not counted as wrong besides, however much that is', async () => {
  const violated = { totalCount: 240, nodes: [foreign, ...Array.from({ length: 99 }, () => undone)] };
  const server = createServer((request, reply) => {
    if (request.url?.endsWith('/stream') === true) {
      reply.writeHead(200, { 'content-type': 'text/event-stream' }).end('event: complete\ndata: {}\n\n');
      return;
    }
    text(request)
      .then((sent) => {
        const ended = { kind: 'SET_UP_CLUSTER', state: 'FAILED', canRetry: true, failure: null };
        const operation = sent.includes('query Violated') ? { violated } : ended;
        reply.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ data: { operation } }));
      })
      .catch(() => reply.destroy());
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  try {
    const { port } = z.object({ port: z.int() }).parse(server.address());
    const api = { url: `http://127.0.0.1:${port}/graphql`, token: 'hw_x' };
    const end = await awaitOperation(
      () => api,
      'T1',
      () => undefined,
      AbortSignal.timeout(20_000),
    );
    expect(end.violated).toEqual({ totalCount: 1, nodes: [foreign] });
  } finally {
    server.closeAllConnections();
    server.close();
  }
});

it('a command on the host of its finding says where it is run, unless it does already', () => {
  const run = (title: string, hostId: string | null) => ({
    title,
    mutation: null,
    input: null,
    command: 'ss -tlnp',
    hostId,
  });
  const titlesOf = (...remedies: readonly ReturnType<typeof run>[]): readonly string[] =>
    sayingWhere({ ...undone, subjectNode: { id: 'H1' }, remedies: [...remedies] }).remedies.map(({ title }) => title);
  expect(titlesOf(run('See who listens', 'H1'), run('See who listens', 'H2'), run('Look at node1', 'H1'))).toEqual([
    'On node1: See who listens',
    'See who listens',
    'Look at node1',
  ]);
  expect(sayingWhere({ ...undone, subjectNode: null })).toEqual(undone);
});
