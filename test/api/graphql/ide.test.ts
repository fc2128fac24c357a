import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildIde } from '../../../scripts/build-ide.js';
import { ApiWorld } from './api-world.js';

let folder: string;
let world: ApiWorld;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hostwright-ide-'));
  await buildIde(folder);
  world = await ApiWorld.open({ ideFolder: folder });
});
afterAll(async () => {
  await world.end();
  await rm(folder, { recursive: true });
});

const asBrowser = { headers: { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' } };

test('a browser at /graphql gets the IDE, which names no other place', async () => {
  const response = await fetch(world.url, asBrowser);
  const page = await response.text();
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toContain('text/html');
  expect(page).not.toMatch(/https?:|src="\/\/|href="\/\//);
  expect(response.headers.get('content-security-policy')).toContain(`default-src 'self'`);
});

test('all that the page loads is served from the package', async () => {
  const page = await (await fetch(world.url, asBrowser)).text();
  const named = [...page.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path]) => path ?? '');
  expect(named.toSorted()).toEqual(['/ide/graphiql.css', '/ide/graphiql.js']);
  const workers = ['editor', 'json', 'graphql'].map((name) => `/ide/${name}.worker.js`);
  for (const path of [...named, ...workers]) {
    const response = await fetch(new URL(path, world.url));
    expect([path, response.status]).toEqual([path, 200]);
    expect(response.headers.get('content-type')).toMatch(/javascript|css/);
  }
  expect((await readdir(folder)).length).toBeGreaterThan(5);
});

test('whoever does not ask for a page gets the API', async () => {
  const response = await fetch(world.url, { headers: { accept: 'application/json' } });
  expect(response.headers.get('content-type')).toContain('application/json');
});
