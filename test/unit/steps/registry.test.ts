import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stepOfKind, stepRegistry } from '../../../src/steps/registry.js';
import { publicCluster, withLocalDatabase } from '../rules/clusters.js';

const root = join(__dirname, '..', '..', '..');
const stepsFolder = join(root, 'src', 'steps');
const stepFiles = readdirSync(stepsFolder, { recursive: true, encoding: 'utf8' }).filter((file) =>
  file.endsWith('.step.ts'),
);
const registryText = readFileSync(join(stepsFolder, 'registry.ts'), 'utf8');

describe('the registry of steps', () => {
  it.each(stepFiles)('imports %s once and lists what it exports once', (file) => {
    const path = `from './${file.replace(/\.ts$/, '.js')}'`;
    expect(registryText.split(path)).toHaveLength(2);
    const [, name] = /^export const (\w+) = hostStep\(/m.exec(readFileSync(join(stepsFolder, file), 'utf8')) ?? [];
    expect(registryText.split('\n').filter((line) => line === `  ${name},`)).toHaveLength(1);
  });

  it('lists nothing else, and no kind twice', () => {
    expect(stepRegistry).toHaveLength(stepFiles.length);
    expect(new Set(stepRegistry.map(({ kind }) => kind)).size).toBe(stepFiles.length);
  });

  it('has a file named after each kind, and a test beside it', () => {
    for (const { kind } of stepRegistry) {
      const file = stepFiles.find((candidate) => candidate.endsWith(`/${kind.replace('.', '-')}.step.ts`));
      if (file === undefined) throw new Error(`no file is named after ${kind}`);
      const test = join(root, 'test', 'unit', 'steps', file.replace('.step.ts', '.test.ts'));
      expect({ kind, tested: existsSync(test) }).toEqual({ kind, tested: true });
    }
  });

  it('finds a step by its kind', () => {
    for (const step of stepRegistry) expect(stepOfKind(step.kind)).toBe(step);
    expect(stepOfKind('no.such-kind')).toBeUndefined();
  });

  it('says of what serves that its removal interrupts a service, also where its making does not', () => {
    const going = stepRegistry.filter(({ disruptive, disruptiveRemoval }) => disruptiveRemoval && !disruptive);
    expect(going.map(({ kind }) => kind).toSorted()).toEqual([
      ...['account.home', 'account.unix', 'database.account', 'network.service-loopback'],
      ...['web.document-root', 'web.virtual-host'],
    ]);
    expect(stepRegistry.filter(({ disruptive, disruptiveRemoval }) => disruptive && !disruptiveRemoval)).toEqual([]);
  });

  it.each([publicCluster(), publicCluster(withLocalDatabase)])('lists what a step needs before it', (spec) => {
    const order = stepRegistry.map(({ kind }) => kind);
    for (const step of stepRegistry) {
      for (const { unit } of step.demandedBy(spec)) {
        for (const need of unit.needs) {
          expect([unit.kind, order.indexOf(need.kind) <= order.indexOf(unit.kind)]).toEqual([unit.kind, true]);
        }
      }
    }
  });
});
