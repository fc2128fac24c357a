import { failedCommand } from '../failed-command.js';
import { known, probeId, type Probe } from '../probe.js';

/** Programs that make users and groups; each is asked for by itself, as `dash` looks at the first argument only. */
const script = `for tool in useradd usermod userdel groupadd groupmod groupdel; do
  command -v "$tool" >/dev/null || echo "$tool"
done`;

/** Which of the programs that make users and groups a host lacks, as root finds them. */
export function missingAccountTools(): Probe<readonly string[]> {
  return {
    id: probeId('accounts.missingTools', []),
    question: { via: 'shell', script, args: [] },
    maxAgeSeconds: 86_400,
    parse: (answer) =>
      answer.exitCode === 0
        ? known(answer.stdout.split('\n').filter((name) => name !== ''))
        : failedCommand('command', answer),
  };
}
