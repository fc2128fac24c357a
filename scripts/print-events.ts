import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventFiles } from './events-document.js';

const docs = join(__dirname, '..', 'docs');
rmSync(join(docs, 'events'), { recursive: true, force: true });
mkdirSync(join(docs, 'events'));
for (const { path, text } of eventFiles()) writeFileSync(join(docs, path), text);
console.log(`wrote ${join(docs, 'events.md')} and the schemas beside it`);
