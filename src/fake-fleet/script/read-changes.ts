import type { Change } from '../../steps/change.js';
import type { Scanner } from './scanner.js';

const heredocEnd = '\nHW_END\n';

function decoded(base64: string): string {
  return Buffer.from(base64, 'base64').toString('utf8');
}

function argvOf(scanner: Scanner): readonly [string, ...string[]] {
  const [program = '', ...rest] = scanner.words();
  return [program, ...rest];
}

function startedUnit([unit = '', limit = '', ...rest]: readonly string[]): Change {
  const dashes = rest.indexOf('--');
  const environment = rest.slice(0, dashes).map((word): [string, string] => {
    const assignment = word.slice('--setenv='.length);
    const equals = assignment.indexOf('=');
    return [assignment.slice(0, equals), assignment.slice(equals + 1)];
  });
  const [program = '', ...args] = rest.slice(dashes + 1);
  return {
    do: 'startUnit',
    unit,
    argv: [program, ...args],
    maxSeconds: Number(limit.slice(limit.lastIndexOf('=') + 1)),
    environment: Object.fromEntries(environment),
  };
}

function readCommand(scanner: Scanner): Change {
  if (scanner.skipIf("base64 -d <<'HW_END' | ")) {
    const argv = argvOf(scanner);
    scanner.skip('\n');
    return { do: 'run', argv, stdin: decoded(scanner.upTo(heredocEnd)) };
  }
  if (scanner.skipIf('hw_write ')) {
    const [path = '', mode = '', replaces = ''] = scanner.words();
    scanner.skip(" <<'HW_END'\n");
    const content = decoded(scanner.upTo(heredocEnd));
    return { do: 'writeFile', path, mode, content, replaces: replaces === 'absent' ? null : replaces };
  }
  if (scanner.skipIf('hw_remove ')) {
    const [path = '', replaces = ''] = scanner.words();
    return { do: 'removeFile', path, replaces };
  }
  if (scanner.skipIf('hw_directory ')) {
    const [path = '', mode = '', owner = '', group = ''] = scanner.words();
    return { do: 'makeDirectory', path, mode, owner, group };
  }
  if (scanner.skipIf('if [ -d ')) {
    const [path = ''] = scanner.words();
    scanner.skip(' ]; then rmdir ');
    scanner.words();
    scanner.skip('; fi');
    return { do: 'removeDirectory', path };
  }
  if (scanner.skipIf('hw_unit ')) return startedUnit(scanner.words());
  return { do: 'run', argv: argvOf(scanner) };
}

/** The changes that stand next, in order; what is done where one fails is gone over. */
export function readChanges(scanner: Scanner, end: string): readonly Change[] {
  const changes: Change[] = [];
  while (!scanner.startsWith(end) && !scanner.done) {
    const change = readCommand(scanner);
    scanner.skipIf('\n');
    scanner.skip('hw_code=$?; case $hw_code in 0');
    const alsoOk = scanner.upTo(') ;; ').split('|').slice(1).map(Number);
    scanner.upTo(' ;; esac\n');
    changes.push(change.do === 'run' && alsoOk.length > 0 ? { ...change, alsoOk } : change);
  }
  return changes;
}
