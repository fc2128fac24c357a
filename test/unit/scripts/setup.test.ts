import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

const setup = join(__dirname, '../../../scripts/setup.js');
/** Notes how it was called, and installs an empty folder. */
const fakeNpm = '#!/bin/sh\necho "$@" >>npm-calls\nmkdir -p node_modules\n';

describe('setting up a clone', () => {
  let clone: string;

  beforeEach(() => {
    clone = mkdtempSync(join(tmpdir(), 'hostwright-setup-'));
    for (const folder of ['scripts', 'bin']) mkdirSync(join(clone, folder));
    copyFileSync(setup, join(clone, 'scripts/setup.js'));
    writeFileSync(join(clone, 'package-lock.json'), '{}');
    writeFileSync(join(clone, 'bin/npm'), fakeNpm);
    chmodSync(join(clone, 'bin/npm'), 0o755);
  });

  afterEach(() => rmSync(clone, { recursive: true }));

  function run(environment: Readonly<Record<string, string>> = {}): readonly string[] {
    const PATH = `${join(clone, 'bin')}${delimiter}${process.env['PATH'] ?? ''}`;
    execFileSync(process.execPath, [join(clone, 'scripts/setup.js')], {
      env: { ...process.env, ...environment, PATH },
    });
    return readFileSync(join(clone, 'npm-calls'), 'utf8').trim().split('\n');
  }

  it('installs what is locked, and also what development needs', () => {
    const [call = ''] = run({ NODE_ENV: 'production' });
    expect(call.split(' ')).toEqual(expect.arrayContaining(['ci', '--include=dev']));
  });

  it('installs again only when what is locked changed', () => {
    run();
    expect(run()).toHaveLength(1);
    writeFileSync(join(clone, 'package-lock.json'), '{ "changed": true }');
    expect(run()).toHaveLength(2);
  });
});
