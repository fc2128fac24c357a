import { serverAudits } from 'graphql-http';
import { ApiWorld, type Tenant } from './api-world.js';

/** What a client may do over GET with a form's content type; refused, because a page elsewhere could send it too. */
const refusedAgainstForgery = ['5A70', 'D6D5', '6A70'];

let world: ApiWorld;
let tenant: Tenant;
beforeAll(async () => {
  world = await ApiWorld.open();
  tenant = await world.tenant();
});
afterAll(() => world.end());

const audits = serverAudits({
  url: () => world.url,
  fetchFn: (url: string, init: RequestInit = {}) =>
    fetch(url, { ...init, headers: { ...Object(init.headers), authorization: `Bearer ${tenant.viewer}` } }),
});

test('all audits of GraphQL over HTTP are there', () => {
  expect(audits.length).toBeGreaterThanOrEqual(61);
});

test.each(audits.map(({ id, name, fn }) => ({ id, name, fn })))('$id $name', async ({ id, fn }) => {
  const result = await fn();
  const reason = 'reason' in result ? result.reason : '';
  const expected = refusedAgainstForgery.includes(id) ? 'notice' : 'ok';
  expect({ status: result.status, reason: expected === 'notice' ? '' : reason }).toEqual({
    status: expected,
    reason: '',
  });
});
