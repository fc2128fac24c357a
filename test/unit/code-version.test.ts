import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { codeVersion } from '../../src/engine/code-version.js';

it('is the version of the package, in numbers that the database can compare', () => {
  const text = readFileSync(join(__dirname, '../../package.json'), 'utf8');
  expect(codeVersion).toBe(z.object({ version: z.string() }).parse(JSON.parse(text)).version);
  expect(codeVersion).toMatch(/^\d+\.\d+\.\d+$/);
});
