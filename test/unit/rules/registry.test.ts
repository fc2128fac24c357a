import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rulesDocument } from '../../../scripts/rules-document.js';
import { ruleRegistry } from '../../../src/rules/registry.js';

/** Rules of which one of both cannot be, and why. */
const without: ReadonlyMap<string, { readonly call: string; readonly because: string }> = new Map([
  ['D-1', { call: 'expectMet', because: 'nobody can see where machines stand, so that one verdict is always that' }],
  ['D-2', { call: 'expectMet', because: 'every cluster that has its manager is told of it' }],
  ['R-NET-NAT-9', { call: 'expectMet', because: 'every cluster behind NAT is told of it' }],
]);

const root = join(__dirname, '..', '..', '..');
const rulesFolder = join(root, 'src', 'rules');
const ruleFiles = readdirSync(rulesFolder, { recursive: true, encoding: 'utf8' }).filter((file) =>
  file.endsWith('.rule.ts'),
);
const registryText = readFileSync(join(rulesFolder, 'registry.ts'), 'utf8');

describe('the registry of rules', () => {
  it.each(ruleFiles)('imports %s once and lists what it exports once', (file) => {
    const path = `from './${file.replace(/\.ts$/, '.js')}'`;
    expect(registryText.split(path)).toHaveLength(2);
    const [, name] = /^export const (\w+) = defineRule\(/m.exec(readFileSync(join(rulesFolder, file), 'utf8')) ?? [];
    expect(registryText.split('\n').filter((line) => line === `  ${name},`)).toHaveLength(1);
  });

  it('lists nothing else, and no id twice', () => {
    expect(ruleRegistry).toHaveLength(ruleFiles.length);
    expect(new Set(ruleRegistry.map(({ id }) => id)).size).toBe(ruleFiles.length);
  });

  it('has a file named after each id, and a test beside it with what meets the rule and what violates it', () => {
    for (const { id } of ruleRegistry) {
      const file = ruleFiles.find((candidate) => candidate.includes(`/${id.toLowerCase()}-`));
      if (file === undefined) throw new Error(`no file is named after ${id}`);
      const test = join(root, 'test', 'unit', 'rules', file.replace('.rule.ts', '.test.ts'));
      expect({ id, tested: existsSync(test) }).toEqual({ id, tested: true });
      const text = readFileSync(test, 'utf8');
      const missing = ['expectMet', 'expectViolated'].filter((call) => !text.includes(`${call}(`));
      expect({ id, missing }).toEqual({ id, missing: [without.get(id)?.call].filter((call) => call !== undefined) });
    }
    expect([...without.keys()].filter((id) => ruleRegistry.every((rule) => rule.id !== id))).toEqual([]);
  });

  it('names for each rule at least one moment, none twice, a law, a title and a source', () => {
    for (const { id, moments, law, title, source } of ruleRegistry) {
      expect(moments.length).toBeGreaterThan(0);
      expect({ id, moments: new Set(moments).size }).toEqual({ id, moments: moments.length });
      expect({ id, law }).toEqual({ id, law: expect.stringMatching(/^[A-Z].+\.$/) });
      expect([title, source]).not.toContain('');
    }
  });

  it('is described by docs/rules.md as it is', () => {
    expect(readFileSync(join(root, 'docs', 'rules.md'), 'utf8')).toBe(rulesDocument());
  });
});
