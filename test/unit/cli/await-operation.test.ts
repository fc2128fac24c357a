import { once } from 'node:events';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { awaitOperation } from '../../../src/cli/client/await-operation.js';
import { sayingWhere } from '../../../src/cli/client/what-is-wrong.js';

const undone = {
  ...{ rule: { id: 'R-NODE-2' }, subjectName: 'node1', message: 'node1 does not mount it.' },
  remedies: [{ title: 'Converge', mutation: 'repairCluster', input: {}, command: null, hostId: null }],
};
const foreign = { ...undone, rule: { id: 'R-NODE-4' }, message: 'A foreign program has port 80.', remedies: [] };

const skew = { ...foreign, rule: { id: 'R-HOST-2' }, message: 'The clock of node1 is ahead.' };
const seen = (first: string, finding: typeof foreign, ...more: readonly string[]) => ({
  ...finding,
  evidence: [first, ...more].map((time) => ({ observedAt: `2026-01-01T${time}Z` })),
});
const task = (kind: string, host: string | null, ...steps: readonly (readonly [string, string])[]) => ({
  kind,
  host: host === null ? null : { name: host },
  steps: { totalCount: steps.length, nodes: steps.slice(0, 3).map(([step, subject]) => ({ kind: step, subject })) },
});

it('of a setup that failed, what it left undone is told apart from what is wrong besides, however much that is', async () => {
  const operation = {
    startedAt: '2026-01-01T12:00:00Z',
    violated: { totalCount: 240, nodes: [seen('11:59:59', foreign), ...Array.from({ length: 99 }, () => undone)] },
    warnings: { totalCount: 2, nodes: [undone, seen('11:59:59', skew, '12:00:01')] },
    tasks: {
      totalCount: 5,
      nodes: [
        task('STEPS', 'node2', ['storage.mount', '/chroot']),
        task('OBSERVE', 'node3'),
        task('STEPS', 'node1', ['account.unix', '0f'], ['account.unix', 'a1'], ['web.site', 'a1'], ['web.site', 'b2']),
        task('STEPS', 'node1', ['logs.mount', 'node2'], ['logs.mount', 'node3']),
        task('STEPS', null),
      ],
    },
  };
  const server = createServer((request, reply) => {
    if (request.url?.endsWith('/stream') === true) {
      reply.writeHead(200, { 'content-type': 'text/event-stream' }).end('event: complete\ndata: {}\n\n');
      return;
    }
    text(request)
      .then((sent) => {
        const ended = { kind: 'SET_UP_CLUSTER', state: 'FAILED', canRetry: true, failure: null };
        const data = { operation: sent.includes('query Violated') ? operation : ended };
        reply.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ data }));
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
    expect(end.violated).toEqual({ totalCount: 1, nodes: [{ ...foreign, isFromBefore: true }] });
    expect(end.undone).toMatchObject({ totalCount: 239 });
    expect(end.undone.nodes.length).toBe(99);
    expect(end.warnings).toEqual({ totalCount: 1, nodes: [skew] });
    expect(end.givenUp).toEqual({
      hosts: ['node1', 'node2'],
      steps: [
        { host: 'node1', first: ['account.unix', 'web.site', 'logs.mount node2'], others: 2 },
        { host: 'node2', first: ['storage.mount /chroot'], others: 0 },
      ],
      isAll: true,
    });
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
    sayingWhere({ ...undone, evidence: [], subjectNode: { id: 'H1' }, remedies: [...remedies] }).remedies.map(
      ({ title }) => title,
    );
  expect(titlesOf(run('See who listens', 'H1'), run('See who listens', 'H2'), run('Look at node1', 'H1'))).toEqual([
    'On node1: See who listens',
    'See who listens',
    'Look at node1',
  ]);
  expect(sayingWhere({ ...undone, evidence: [], subjectNode: null })).toEqual(undone);
});
