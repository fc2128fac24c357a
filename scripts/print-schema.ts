import 'reflect-metadata';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { schemaDocument } from './schema-document.js';

const file = join(__dirname, '..', 'schema.graphql');
writeFileSync(file, schemaDocument());
console.log(`wrote ${file}`);
