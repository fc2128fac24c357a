import { writeFileSync } from 'node:fs';
import { deployingDocument, deployingFile } from './costs-document.js';

writeFileSync(deployingFile, deployingDocument());
console.log(`wrote ${deployingFile}`);
