import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { schemaDocument } from '../../../scripts/schema-document.js';

test('schema.graphql is what the API answers by; otherwise run npm run generate:schema', () => {
  expect(readFileSync(join(__dirname, '../../../schema.graphql'), 'utf8')).toBe(schemaDocument());
});
