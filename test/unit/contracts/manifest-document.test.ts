import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { z } from 'zod';
import { manifestDocument } from '../../../src/manifest/manifest-document.js';
import { manifestOf } from '../../../src/manifest/manifest-of.js';
import { dualCluster } from '../rules/clusters.js';
import { declared } from '../manifest/named.js';

const committed = readFileSync(join(__dirname, '../../../docs/manifest.schema.json'), 'utf8');
const schema = z.record(z.string(), z.unknown()).parse(JSON.parse(committed));

test('docs/manifest.schema.json is the shape that is read; otherwise run npm run generate:manifest', () => {
  expect(committed).toBe(manifestDocument());
});

test('the manifest of a cluster fits it, and an altered one does not', () => {
  const validate = new Ajv2020({ validateFormats: false }).compile(schema);
  const fits = manifestOf(declared(dualCluster()));
  expect(validate(fits) ? [] : validate.errors).toEqual([]);
  expect(validate({ ...fits, kind: 'Host' })).toBe(false);
  expect(validate({ ...fits, nodes: [] })).toBe(false);
});
