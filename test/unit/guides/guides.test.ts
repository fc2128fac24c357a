import { execFile, execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { applyBlock, blocksOf } from './guide-block.js';

jest.setTimeout(600_000);

const root = join(__dirname, '..', '..', '..');
const rule = blocksOf(readFileSync(join(root, 'docs', 'adding-a-rule.md'), 'utf8'));
const step = blocksOf(readFileSync(join(root, 'docs', 'adding-a-step.md'), 'utf8'));
const blocks = [...rule, ...step];
const tests = blocks.map(({ file }) => file).filter((file) => file.endsWith('.test.ts'));

let copy: string;
const originals = new Map<string, Buffer>();

function listed(folder: string): readonly string[] {
  const options = ['--cached', '--others', '--exclude-standard', '--deduplicate'];
  const files = execFileSync('git', ['ls-files', ...options], { cwd: folder, encoding: 'utf8' });
  return files.split('\n').filter((file) => file !== '' && existsSync(join(folder, file)));
}

/** What a program says, or an error that shows it. */
async function runInCopy(program: string, ...args: readonly string[]): Promise<void> {
  const command = promisify(execFile)(join(copy, 'node_modules', '.bin', program), args, { cwd: copy });
  await command.catch((error: { stdout?: string; stderr?: string }) => {
    throw new Error(`${program} failed: ${error.stdout ?? ''}${error.stderr ?? ''}`, { cause: error });
  });
}

beforeAll(async () => {
  copy = mkdtempSync(join(tmpdir(), 'hostwright-guides-'));
  for (const file of listed(root)) {
    const content = readFileSync(join(root, file));
    mkdirSync(dirname(join(copy, file)), { recursive: true });
    writeFileSync(join(copy, file), content);
    originals.set(file, content);
  }
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  for (const block of blocks) applyBlock(copy, block);
  await runInCopy('tsx', 'scripts/print-rules.ts');
});

afterAll(() => rmSync(copy, { recursive: true, force: true }));

describe('the guides to a rule and to a step', () => {
  it('change exactly the files that they promise', () => {
    execFileSync('git', ['init', '--quiet'], { cwd: copy });
    const changed = listed(copy).filter(
      (file) => file !== 'node_modules' && originals.get(file)?.equals(readFileSync(join(copy, file))) !== true,
    );
    expect(rule.map(({ file }) => file)).toEqual([
      'src/rules/host/r-example-1-same-architecture.rule.ts',
      'test/unit/rules/host/r-example-1-same-architecture.test.ts',
      'src/rules/registry.ts',
    ]);
    expect(step.map(({ file }) => file)).toEqual([
      'src/steps/system/system-banner.step.ts',
      'test/unit/steps/system/system-banner.test.ts',
      'src/steps/registry.ts',
    ]);
    expect(changed.sort()).toEqual(['docs/rules.md', ...blocks.map(({ file }) => file)].sort());
  });

  it('give code that has its types and its format', async () => {
    const files = blocks.map(({ file }) => file);
    writeFileSync(join(copy, 'tsconfig.guides.json'), JSON.stringify({ extends: './tsconfig.json', include: files }));
    await Promise.all([
      runInCopy('prettier', '--check', ...files),
      runInCopy('../typescript-native/bin/tsc', '-p', 'tsconfig.guides.json'),
    ]);
  });

  it('give tests that pass, also those of the registries and of the generated document', async () => {
    const registries = ['test/unit/rules/registry.test.ts', 'test/unit/steps/registry.test.ts'];
    await runInCopy('jest', '--selectProjects', 'unit', '--runInBand', '--runTestsByPath', ...tests, ...registries);
  });
});
