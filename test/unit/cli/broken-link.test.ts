import { once } from 'node:events';
import { createServer } from 'node:net';
import { z } from 'zod';
import { isBrokenLink, reasonOfBreak, ServerAway } from '../../../src/cli/client/broken-link.js';

it('knows a connection that is refused from an answer that cannot be used', async () => {
  const refused = await fetch('http://127.0.0.1:1/').catch((error: unknown) => error);
  expect(isBrokenLink(refused)).toBe(true);
  expect(isBrokenLink(new SyntaxError('Unexpected token'))).toBe(false);
  expect(isBrokenLink('refused')).toBe(false);
});

it('knows an answer that did not come in time', async () => {
  const late = AbortSignal.timeout(1);
  const reason = await new Promise((resolve) => late.addEventListener('abort', () => resolve(late.reason)));
  expect(isBrokenLink(reason)).toBe(true);
  expect(reasonOfBreak(reason)).toBe('it does not answer');
  expect(isBrokenLink(AbortSignal.abort().reason)).toBe(false);
});

it('says why a link broke', async () => {
  const closed = createServer().listen(0, '127.0.0.1');
  await once(closed, 'listening');
  const { port } = z.object({ port: z.int() }).parse(closed.address());
  closed.close();
  await once(closed, 'close');
  const refused = await fetch(`http://127.0.0.1:${port}/`).catch((error: unknown) => error);
  expect(reasonOfBreak(refused)).toBe(`connect ECONNREFUSED 127.0.0.1:${port}`);
  const several = Object.assign(new AggregateError([]), { code: 'ECONNREFUSED' });
  expect(reasonOfBreak(new TypeError('fetch failed', { cause: several }))).toBe('ECONNREFUSED');
  expect(reasonOfBreak(new Error('it took too long'))).toBe('it took too long');
  expect(reasonOfBreak(new ServerAway('http://x is away (502)', 'what is before it answers 502'))).toBe(
    'what is before it answers 502',
  );
});
