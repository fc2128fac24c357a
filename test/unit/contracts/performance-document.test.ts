import { readFileSync } from 'node:fs';
import { performanceDocument, performanceFile } from '../../../scripts/performance-document.js';

test('docs/performance.md is what was measured; otherwise run npm run generate:performance', () => {
  expect(readFileSync(performanceFile, 'utf8')).toBe(performanceDocument());
});
