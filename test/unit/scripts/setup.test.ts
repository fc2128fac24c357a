import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
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
    const calls = join(clone, 'npm-calls');
    return existsSync(calls) ? readFileSync(calls, 'utf8').trim().split('\n') : [];
  }

  /** As npm notes it in the folder that it installed. */
  function install(packages: Readonly<Record<string, { readonly version: string }>>): void {
    mkdirSync(join(clone, 'node_modules'));
    writeFileSync(join(clone, 'node_modules/.package-lock.json'), JSON.stringify({ packages }));
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

  it.each([
    { what: 'all that is locked', one: { version: '1.0.0' }, calls: 0 },
    { what: 'another version', one: { version: '2.0.0' }, calls: 1 },
    { what: 'less', one: undefined, calls: 1 },
  ])('finds what npm ci installed before, and installs only what is missing: $what', ({ one, calls }) => {
    const locked = { '': {}, 'node_modules/one': { version: '1.0.0' }, 'node_modules/mac': { version: '1.0.0', optional: true } }; // prettier-ignore
    writeFileSync(join(clone, 'package-lock.json'), JSON.stringify({ packages: locked }));
    install(one === undefined ? {} : { 'node_modules/one': one });
    expect(run()).toHaveLength(calls);
  });
});
