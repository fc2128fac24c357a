import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkManifest } from '../../../src/manifest/check-manifest.js';

test('nothing stands in the way of the manifest that README has to copy', () => {
  const [, text = ''] =
    /```yaml\n(apiVersion[^]*?)```/.exec(readFileSync(join(__dirname, '../../../README.md'), 'utf8')) ?? [];
  expect(text).toContain('kind: Cluster');
  expect(checkManifest(text)).toMatchObject({ inTheWay: 0 });
});
