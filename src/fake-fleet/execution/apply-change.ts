import { createHash } from 'node:crypto';
import type { Answer } from '../../probes/probe.js';
import type { Change } from '../../steps/change.js';
import { answerOf, runCommand } from '../commands/run-command.js';
import { CommandFailed } from '../model/command-failed.js';
import type { FakeHost } from '../model/fake-host.js';
import { startBackgroundUnit } from './start-background-unit.js';

/** Exit code of a change whose file is not what the look saw. */
const replaced = 73;

function sha256(content: string): string {
  return createHash('sha256').update(content, 'utf8').digest('hex');
}

/** The hash of what lies at a path, `absent` where nothing does. */
function hashAt({ files }: FakeHost, path: string): string {
  return files.at(path) === undefined ? 'absent' : sha256(files.file(path).content);
}

function refuseOther(host: FakeHost, path: string, expected: string): void {
  if (hashAt(host, path) !== expected) throw new CommandFailed(replaced, `${path} changed since it was looked at`);
}

function writeFile(host: FakeHost, { path, content, mode, replaces }: Change & { do: 'writeFile' }): void {
  if (typeof content !== 'string') throw new TypeError('a script holds the content of its files');
  if (hashAt(host, path) === sha256(content)) {
    const node = host.files.file(path);
    host.files.put(path, { ...node, mode });
    return;
  }
  refuseOther(host, path, replaces ?? 'absent');
  host.files.write(path, content, mode);
}

function makeDirectory(host: FakeHost, { path, mode, owner, group }: Change & { do: 'makeDirectory' }): void {
  const node = host.files.at(path);
  if (node !== undefined && !host.files.isDirectory(path)) {
    throw new CommandFailed(1, `mkdir: cannot create directory '${path}': File exists`);
  }
  const uid = host.users.uidOf(owner);
  host.files.put(path, { is: 'directory', mode, uid, gid: host.users.gidOf(group) });
}

function removeFile(host: FakeHost, path: string, expected: string): void {
  if (host.files.at(path) === undefined) return;
  refuseOther(host, path, expected);
  host.files.delete(path);
}

function done(change: () => void): Answer {
  try {
    change();
    return { exitCode: 0, stdout: '', stderr: '' };
  } catch (error) {
    return answerOf(error);
  }
}

/** Makes one change on the model, with the exit code and the words of a real host. */
export function applyChange(host: FakeHost, change: Change): Answer {
  switch (change.do) {
    case 'run':
      return runCommand(host, change.argv, typeof change.stdin === 'string' ? change.stdin : '');
    case 'writeFile':
      return done(() => writeFile(host, change));
    case 'removeFile':
      return done(() => removeFile(host, change.path, change.replaces));
    case 'makeDirectory':
      return done(() => makeDirectory(host, change));
    case 'removeDirectory':
      return host.files.isDirectory(change.path)
        ? runCommand(host, ['rmdir', change.path], '')
        : { exitCode: 0, stdout: '', stderr: '' };
    case 'startUnit':
      return done(() => startBackgroundUnit(host, change.unit, change.argv));
    case 'sql':
      throw new TypeError('an SQL change was sent to a shell');
  }
}
