import { isBrokenLink } from '../../../src/cli/client/broken-link.js';

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
  expect(isBrokenLink(AbortSignal.abort().reason)).toBe(false);
});
