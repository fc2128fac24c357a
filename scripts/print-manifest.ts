import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { manifestDocument } from '../src/manifest/manifest-document.js';

const file = join(__dirname, '..', 'docs', 'manifest.schema.json');
writeFileSync(file, manifestDocument());
console.log(`wrote ${file}`);
