import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { z } from 'zod';
import { eventFiles } from '../../../scripts/events-document.js';
import { eventKinds } from '../../../src/events/registry.js';

const docs = join(__dirname, '../../../docs');
const schemaShape = z.record(z.string(), z.unknown());

function committed(kind: string): Record<string, unknown> {
  return schemaShape.parse(JSON.parse(readFileSync(join(docs, 'events', `${kind}.json`), 'utf8')));
}

test('what is committed about events is what the registry says; otherwise run npm run generate:events', () => {
  for (const { path, text } of eventFiles()) expect(readFileSync(join(docs, path), 'utf8')).toBe(text);
  expect(readdirSync(join(docs, 'events')).toSorted()).toEqual(eventKinds.map(({ name }) => `${name}.json`).toSorted());
});

test.each(eventKinds.map((kind) => ({ name: kind.name, kind })))(
  'the sample of $name fits its committed JSON Schema, and an altered one does not',
  ({ name, kind }) => {
    const validate = new Ajv2020({ validateFormats: false }).compile(committed(name));
    expect(validate(kind.sample) ? [] : validate.errors).toEqual([]);
    expect(validate({ ...kind.sample, type: 'another' })).toBe(false);
    expect(validate({ ...kind.sample, data: {} })).toBe(false);
    expect(kind.body.parse(kind.sample)).toEqual(kind.sample);
  },
);

test('every body that a sample shows stays far below 20 kB', () => {
  for (const { sample } of eventKinds) expect(JSON.stringify(sample).length).toBeLessThan(4_000);
});
