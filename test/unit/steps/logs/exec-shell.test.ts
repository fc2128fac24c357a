import { execShell } from '../../../../src/steps/logs/exec-shell.js';

describe('execShell', () => {
  it('writes a script so that systemd hands it to the shell as it is', () => {
    expect(execShell(`echo "$(date +%s) \\$1"\necho '\\n'`, 'one', 'two')).toBe(
      `/bin/sh -c "echo \\"$$(date +%%s) \\\\$$1\\"\\necho '\\\\n'" sh "one" "two"`,
    );
  });
});
