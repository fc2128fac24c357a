import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Stack } from 'aws-cdk-lib';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { checkedApp } from '../lib/checked-app.js';

it('synthesises nothing with a finding that is not acknowledged', () => {
  const outdir = mkdtempSync(join(tmpdir(), 'hostwright-synth-'));
  const app = checkedApp({ outdir });
  new Queue(new Stack(app, 'Lax'), 'Queue');
  const written = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  const told = jest.spyOn(console, 'error').mockReturnValue();
  try {
    expect(() => app.synth()).toThrow(/validation/i);
  } finally {
    written.mockRestore();
    told.mockRestore();
    rmSync(outdir, { recursive: true });
  }
});
