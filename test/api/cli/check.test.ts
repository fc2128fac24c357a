import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { goodManifest } from '../../unit/manifest/good-manifest.js';
import { runHostwright } from './run-hostwright.js';

jest.setTimeout(180_000);

let folder: string;
let file: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hw-check-'));
  file = join(folder, 'shop.yaml');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function check(text: string, ...more: readonly string[]): Promise<{ code: unknown; said: string }> {
  await writeFile(file, text);
  return runHostwright(['check', ...more, file]);
}

it('ends with 0 where nothing stands in the way, and says so', async () => {
  expect(await check(goodManifest)).toEqual({
    code: 0,
    said: expect.stringMatching(/: nothing of this stands in the way\n$/),
  });
});

it('ends with 1 where something does, and tells each with line, column, path, rule and what to do', async () => {
  const bad = goodManifest.replace('port: 80', 'port: 2443').replace('host: node1\n', 'host: node1\n    weight: 1\n');
  const { code, said } = await check(bad);
  expect(code).toBe(1);
  expect(said.split('\n')).toEqual(
    expect.arrayContaining([
      `${file}:18:5: error members.1.weight: unknown key; accepted here: host, role, addresses`,
      expect.stringMatching(/^\S+:25:32: error R-OFF-4 balancedServices\.0\.port: Port 2443 /),
      '  → Leave port 2443 out of the balanced services',
      `${file}: 2 of this stand in the way`,
    ]),
  );
  const json = await check(bad, '--json');
  expect(json.code).toBe(1);
  expect(JSON.parse(json.said)).toMatchObject({
    ...{ file, readable: true, fine: false },
    problems: expect.arrayContaining([
      expect.objectContaining({ line: 25, column: 32, rule: 'R-OFF-4', severity: 'ERROR', path: 'balancedServices.0.port' }), // prettier-ignore
    ]),
  });
});

it('says which requirements were not judged where the core of the manifest has not its shape, and judges the others', async () => {
  const bad = goodManifest.replace('port: 80', 'port: 2443').replace('host: node1\n', 'host: [node1]\n');
  const { code, said } = await check(bad);
  expect(code).toBe(1);
  expect(said).toContain('error R-OFF-4 balancedServices.0.port: Port 2443 ');
  expect(said).toContain(
    `${file}:1:1: warning: R-NET-1, D-9, D-4 were not judged: mend members first, then there may be more to mend\n`,
  );
  expect(said).toMatch(/: 3 of this stand in the way\n$/);
});

it('says that no requirement was judged where it is a manifest of another kind', async () => {
  const bad = goodManifest.replace('port: 80', 'port: 2443').replace('hostwright/v1', 'hostwright/v2');
  const { code, said } = await check(bad);
  expect(code).toBe(1);
  expect(said).not.toContain('R-OFF-4');
  expect(said).toContain(
    `${file}:1:1: warning: no requirement was judged: mend apiVersion first, then there may be more to mend\n`,
  );
  expect(said).toMatch(/: 1 of this stands in the way\n$/);
});

it('ends with 2 where it cannot be read', async () => {
  expect(await check('networks: [\n')).toEqual({ code: 2, said: expect.stringMatching(/shop\.yaml:2:1: error: /) });
  expect(await runHostwright(['check', join(folder, 'none.yaml')])).toEqual({
    code: 2,
    said: expect.stringMatching(/^error: \S+none\.yaml cannot be read: ENOENT/),
  });
});

it('ends with 2 where the file is no text', async () => {
  for (const bytes of [Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0xff, 0xfe]), Buffer.from('name: a', 'utf16le')]) {
    await writeFile(file, bytes);
    expect(await runHostwright(['check', file])).toEqual({
      code: 2,
      said: `error: ${file} is no text; give YAML or JSON in UTF-8\n`,
    });
  }
});

it('prints the shape of a manifest as JSON Schema, for which no file is given', async () => {
  const published = await readFile(join(__dirname, '../../../docs/manifest.schema.json'), 'utf8');
  expect(await runHostwright(['check', '--schema'])).toEqual({ code: 0, said: published });
});

it('asks for a file where it is given none', async () => {
  expect(await runHostwright(['check'])).toEqual({ code: 2, said: "error: missing required argument 'file'\n" });
});

it('says as JSON, where that is asked for, that a file is missing or no text', async () => {
  const missing = join(folder, 'none.yaml');
  await writeFile(file, Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0xff, 0xfe]));
  for (const [one, message] of [
    [missing, /^\S+none\.yaml cannot be read: ENOENT/],
    [file, /^\S+shop\.yaml is no text; give YAML or JSON in UTF-8$/],
  ] as const) {
    const { code, said } = await runHostwright(['check', '--json', one]);
    expect(code).toBe(2);
    expect(JSON.parse(said)).toEqual({
      ...{ file: one, readable: false, fine: false },
      problems: [
        {
          ...{ line: 1, column: 1, path: '', rule: null, severity: 'ERROR', subject: null, remedies: [] },
          message: expect.stringMatching(message),
        },
      ],
    });
  }
});
