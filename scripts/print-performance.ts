import { writeFileSync } from 'node:fs';
import { performanceDocument, performanceFile } from './performance-document.js';

writeFileSync(performanceFile, performanceDocument());
console.log(`wrote ${performanceFile}`);
