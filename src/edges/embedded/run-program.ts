import { spawn } from 'node:child_process';

/** An operating system account to run programs as; null when they run as ourselves. */
export interface ProgramUser {
  readonly uid: number;
  readonly gid: number;
}

export interface ProgramResult {
  readonly code: number | null;
  /** Standard output and error, as they came. */
  readonly output: string;
}

/** Runs a program to its end, without a shell and with an environment of its own. Rejects only if it cannot be started. */
export function runProgram(file: string, args: readonly string[], user: ProgramUser | null): Promise<ProgramResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, {
      // A folder that any user may enter: ours may be closed to the one that the program runs as.
      cwd: '/',
      env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C.UTF-8', TZ: 'UTC' },
      stdio: ['ignore', 'pipe', 'pipe'],
      // Ctrl-C goes to the whole group of the terminal: whoever stops PostgreSQL because of it may not be ended by it.
      detached: true,
      ...(user ?? {}),
    });
    let output = '';
    const collect = (chunk: string): void => {
      output += chunk;
    };
    child.stdout.setEncoding('utf8').on('data', collect);
    child.stderr.setEncoding('utf8').on('data', collect);
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, output: output.trim() }));
  });
}
