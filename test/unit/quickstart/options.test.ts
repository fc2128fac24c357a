import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { quickstartOptions, UsageError } from '../../../quickstart/options.js';

it('listens on a port of its own unless told otherwise, and on any where it ends by itself', () => {
  expect(quickstartOptions([])).toEqual({ exit: false, port: 4600, help: false });
  expect(quickstartOptions(['--exit'])).toEqual({ exit: true, port: 0, help: false });
  expect(quickstartOptions(['--exit', '--port', '4700'])).toEqual({ exit: true, port: 4700, help: false });
  expect(quickstartOptions(['--port=4700', '--help'])).toEqual({ exit: false, port: 4700, help: true });
});

it.each([
  [['--bogus'], 'unknown option --bogus'],
  [['--bogus=1'], 'unknown option --bogus'],
  [['-x'], 'unknown option -x'],
  [['--constructor'], 'unknown option --constructor'],
  [['manager'], 'unknown argument manager'],
  [['--exit=now'], '--exit takes no value'],
  [['--port'], '--port takes a number from 0 to 65535'],
  [['--port='], '--port takes a number from 0 to 65535'],
  [['--port', 'http'], '--port takes a number from 0 to 65535'],
  [['--port', '65536'], '--port takes a number from 0 to 65535'],
])('says what is wrong with %j', (args, message) => {
  expect(() => quickstartOptions(args)).toThrow(new UsageError(message));
});

it('ends with exit code 2 and where to find the options, and starts nothing', () => {
  const program = join(__dirname, '..', '..', '..', 'quickstart', 'main.ts');
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--require', 'tsx/cjs', program, '--bogus'], {
    encoding: 'utf8',
  });
  expect({ status, stdout, stderr }).toEqual({
    status: 2,
    stdout: '',
    stderr: 'quickstart: unknown option --bogus\nnpm run quickstart -- --help shows the options\n',
  });
});
