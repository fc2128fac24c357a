import { earlyEnd } from '../../../../src/steps/harness/early-end.js';

const none = Buffer.alloc(0);
const ended = (exitCode: number | null, said = '', signal: string | null = null, user = 'root') =>
  earlyEnd('change', 'web-1', user, { exitCode, signal, stdout: none, stderr: none }, said);

describe('a change that ended before it said what became of it', () => {
  it.each([
    [70, 'cat: write error: No space left on device', 'NO_SPACE', 'no space is left at /var/lib/hostwright; '],
    [
      1,
      "mkdir: cannot create directory '/var/lib/x': No space left on device",
      'NO_SPACE',
      'no space is left at /var/lib/x; ',
    ],
    [1, 'sudo: unable to write to /run/sudo/ts/ops: No space left on device', 'AUTH', "'ops' may not use sudo"],
    [
      70,
      'sh: 31: cannot create /srv/a b/fence.new: Read-only file system',
      'READ_ONLY',
      'the file system is read-only at ',
    ],
    [
      73,
      'flock: cannot open lock file /var/lib/hostwright/lock: Read-only file system',
      'READ_ONLY',
      'the file system is read-only at /var/lib/hostwright/lock; ',
    ],
    [
      70,
      'sh: 31: cannot create /var/lib/hostwright/fence.new: Permission denied',
      'FORBIDDEN',
      'root may not write at /var/lib/hostwright/fence.new; ',
    ],
    [2, 'sh: 1: Cannot fork', 'NO_MEMORY', 'no memory is left; '],
    [254, 'bash: fork: retry: Resource temporarily unavailable', 'NO_MEMORY', 'no memory is left; '],
    [
      100,
      'Could not get lock /var/lib/dpkg/lock - open (11: Resource temporarily unavailable)',
      'UNABLE',
      'a change ended early with exit code 100: ',
    ],
    [137, '', 'NO_MEMORY', 'a change was killed there'],
    [
      124,
      'apt-get: waiting',
      'UNABLE',
      'a change did not end within 10 minutes and was ended there: something hangs; it said last: apt-get: waiting',
    ],
    [127, 'env: flock: not found', 'UNABLE', 'a change ended early with exit code 127: env: flock: not found'],
    [
      70,
      '/var/lib/hostwright/fence holds no number',
      'UNABLE',
      'exit code 70: /var/lib/hostwright/fence holds no number',
    ],
    [143, '', 'TRANSIENT', 'the connection ended during a change'],
    [null, '', 'TRANSIENT', 'the connection ended during a change'],
    [
      1,
      'sudo: a password is required',
      'AUTH',
      "'ops' may not use sudo without a password: sudo: a password is required",
    ],
  ])('with %s and "%s" is %s', (exitCode, said, faultClass, message) => {
    const fault = ended(exitCode, said, null, 'ops');
    expect(fault.faultClass).toBe(faultClass);
    expect(fault.message).toContain(`web-1: ${message}`.replace('web-1: exit', 'exit'));
  });

  it('by the signal of the kernel lacked memory, by that of a shutdown was cut off', () => {
    expect(ended(null, '', 'KILL').faultClass).toBe('NO_MEMORY');
    expect(ended(null, '', 'TERM').faultClass).toBe('TRANSIENT');
  });
});
