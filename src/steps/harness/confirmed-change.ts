import type { Change } from '../change.js';
import type { CommitConfirm } from '../decision.js';
import { quote } from '../../domain/quote.js';
import { renderChanges, renderScript, type OpenedSecrets } from './render-change.js';

const folder = '/run/hostwright';

export interface ConfirmedChange {
  /** Sent with the change: has the host undo it later, by itself. */
  readonly arm: readonly Change[];
  /** Sent once the worker came back. The first of them fails where the host has undone the change already. */
  readonly disarm: readonly Change[];
}

/** The script of the timer. A worker with a higher fence has looked at what it found since, and decided by that. */
export function renderUndo(script: string, fence: number, undo: readonly Change[], secrets: OpenedSecrets): string {
  return renderScript(
    `[ -e ${quote(script)} ] || return 0
rm -f ${quote(script)}
[ "$(cat /var/lib/hostwright/fence)" = ${fence} ] || return 0
: >${quote(undoneMark(script))}
${renderChanges(undo, secrets, () => ':')}`,
  );
}

/** Left by the timer for whoever comes to confirm. */
export function undoneMark(script: string): string {
  return `${script}.undone`;
}

/**
 * A timer on the host against a change that cuts us off. Undoing and confirming exclude one another by the lock that every
 * change holds, and each leaves a trace for the other: who confirms removes the script, who undoes leaves a mark. Either may
 * therefore come late or, where an answer was lost, twice.
 *
 * @param name new for every change
 */
export function confirmedChange(
  name: string,
  fence: number,
  { undo, seconds }: CommitConfirm,
  secrets: OpenedSecrets,
): ConfirmedChange {
  const script = `${folder}/${name}`;
  const content = renderUndo(script, fence, undo, secrets);
  return {
    arm: [
      { do: 'run', argv: ['mkdir', '-p', '-m', '700', folder] },
      { do: 'writeFile', path: script, content, mode: '0600', replaces: null },
      {
        do: 'run',
        argv: [
          // A timer of systemd's, not a process of ours: it outlives the connection and the shell that armed it.
          ...(['systemd-run', '--quiet', `--unit=${name}`, `--on-active=${seconds}s`] as const),
          // Otherwise systemd may let it wait for another minute.
          '--timer-property=AccuracySec=100ms',
          ...['flock', '-o', '/var/lib/hostwright/lock', 'sh', script],
        ],
      },
    ],
    disarm: [
      { do: 'run', argv: ['test', '!', '-e', undoneMark(script)] },
      { do: 'run', argv: ['rm', '-f', script] },
      // It ends with 5 where the timer is gone, as when the answer to a first confirmation was lost.
      { do: 'run', argv: ['systemctl', 'stop', `${name}.timer`], alsoOk: [5] },
    ],
  };
}
