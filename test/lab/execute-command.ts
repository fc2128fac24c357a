import { spawn } from 'node:child_process';

export interface CommandResult {
  exitCode: number;
  stdout: string;
  stderr: string;
}

/** Runs a program with this input; exit code 124 when it was killed, as after so many seconds. */
export function executeCommand(
  command: string,
  argv: readonly string[],
  input: string,
  seconds: number,
): Promise<CommandResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, argv, { timeout: seconds * 1000, killSignal: 'SIGKILL' });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
    child.on('error', reject);
    child.on('close', (code) => resolve({ exitCode: code ?? 124, stdout, stderr }));
  });
}
