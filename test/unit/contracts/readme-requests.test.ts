import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSchema, getOperationAST, parse, validate } from 'graphql';
import { z } from 'zod';

const root = join(__dirname, '../../..');
const schema = buildSchema(readFileSync(join(root, 'schema.graphql'), 'utf8'));
const body = z.strictObject({ query: z.string(), variables: z.record(z.string(), z.string()).default({}) });

/** Bodies of requests as README has them to copy; what the shell fills in is in `'$…'`. */
const requests = [...readFileSync(join(root, 'README.md'), 'utf8').matchAll(/(?:ask|-d) '(\{"query".*\})'/g)].map(
  ([, text = '']) => text.replace(/'\$[A-Z]+'/g, 'id'),
);

test('README has requests to copy', () => {
  expect(requests.length).toBeGreaterThanOrEqual(9);
});

test.each(requests)('the API takes %s', (text) => {
  const { query, variables } = body.parse(JSON.parse(text));
  const document = parse(query);
  expect(validate(schema, document)).toEqual([]);
  const named = getOperationAST(document)?.variableDefinitions ?? [];
  expect(Object.keys(variables)).toEqual(named.map(({ variable }) => variable.name.value));
});
