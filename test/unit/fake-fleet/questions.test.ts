import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fakeQuestions } from '../../../src/fake-fleet/questions/registry.js';

const folder = join(__dirname, '..', '..', '..', 'src');

/** Files of probes that put their question to a shell. */
const probes = readdirSync(join(folder, 'probes'), { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name !== 'probe.ts')
  .filter((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8').includes("via: 'shell'"))
  .map((entry) => basename(entry.name));

/** Questions that a fake host cannot be asked, and why. */
const notModelled = new Map([
  ['own-logins.ts', 'there is no MySQL server on a fake host'],
  ['local-login.ts', 'there is no MySQL server on a fake host'],
]);

it('has a model of every question that a probe puts to a shell, and of no other', () => {
  const models = readdirSync(join(folder, 'fake-fleet', 'questions'));
  expect(probes.filter((file) => !models.includes(file)).sort()).toEqual([...notModelled.keys()].sort());
  expect(new Set(fakeQuestions.map(({ script }) => script)).size).toBe(probes.length - notModelled.size);
});
