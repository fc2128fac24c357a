import { execFile } from 'node:child_process';
import { join } from 'node:path';

const root = join(__dirname, '../../..');

/** Compares two sources of a schema; exit code 2 says that they differ. */
function difference(from: readonly string[], to: readonly string[]): Promise<{ code: number; output: string }> {
  const prisma = join(root, 'node_modules/prisma/build/index.js');
  const env = {
    ...process.env,
    PRISMA_SCHEMA_ENGINE_BINARY: join(root, 'scripts/schema-engine.mjs'),
    PRISMA_HIDE_UPDATE_MESSAGE: '1',
  };
  return new Promise((resolve) => {
    const args = [prisma, 'migrate', 'diff', ...from, ...to, '--exit-code'];
    execFile(process.execPath, args, { cwd: root, env }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), output: `${stdout}${stderr}` });
    });
  });
}

test('the migrations make what prisma/schema.prisma declares', async () => {
  const { code, output } = await difference(
    ['--from-migrations', 'prisma/migrations'],
    ['--to-schema', 'prisma/schema.prisma'],
  );
  expect(output).toContain('No difference detected');
  expect(code).toBe(0);
}, 120_000);
