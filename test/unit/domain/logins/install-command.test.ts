import { execFileSync } from 'node:child_process';
import { installCommand } from '../../../../src/domain/logins/install-command.js';
import { login } from '../../../../src/domain/logins/login.js';

describe('the command that lets us in', () => {
  const publicKey = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAA hostwright-front';
  const command = installCommand(login.parse({ user: 'ops', forwarding: false, publicKey }));

  it('is one line, whose values are words of their own', () => {
    expect(command.split('\n')).toHaveLength(1);
    // The same words with another program in the place of the shell that would carry them out.
    const words = execFileSync('sh', ['-c', `show() { printf '%s\\0' "$@"; }; show ${command}`], { encoding: 'utf8' });
    expect(words.split('\0').toSpliced(2, 1)).toEqual([
      ...['sh', '-c', 'sh', 'ops', '/var/lib/ops', `restrict ${publicKey}`, 'AAAAC3NzaC1lZDI1NTE5AAAA', ''],
    ]);
  });

  it('is acceptable to the shell', () => {
    expect(() => execFileSync('sh', ['-n', '-c', command])).not.toThrow();
  });

  it.each(["o'ps", 'ops;id', '$(id)', '-ops', 'Ops', ''])('is not made for the user %j', (user) => {
    expect(login.safeParse({ user, forwarding: true, publicKey }).success).toBe(false);
  });
});
