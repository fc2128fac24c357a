import type { Secret, SecretRef } from '../../domain/secret.js';
import { createHash } from 'node:crypto';
import type { Change, Content } from '../change.js';
import { heredoc } from './heredoc.js';
import type { UnitChanges } from './host-session.js';
import { quote } from '../../domain/quote.js';

/** Gives the value of a secret that was opened before rendering. */
export type OpenedSecrets = (ref: SecretRef) => Secret;

/** Exit code of a change whose file is not what the look saw. */
const replacedExitCode = 73;
/** Exit code of a change of a host that cannot keep the fence. */
export const noFenceExitCode = 70;

// A file is written under another name, with its mode before its content, synced and renamed, so that a crash leaves the old
// or the new one. Doing it again is harmless: the wanted content counts as done whatever was to be replaced. `true` makes it: the
// shell ends at once, and nobody hears of what failed, where a special built-in such as `:` is redirected in vain.
const functions = `hw_write() {
hw_now=absent
if [ -e "$1" ] || [ -L "$1" ]; then hw_now=$(sha256sum <"$1") || return; hw_now=\${hw_now%% *}; fi
if [ "$hw_now" = "$4" ]; then cat >/dev/null; chmod "$2" "$1"; return; fi
if [ "$hw_now" != "$3" ]; then cat >/dev/null; echo "$1 changed since it was looked at" >&2; return ${replacedExitCode}; fi
mkdir -p "\${1%/*}" && rm -f "$1.hostwright-new" && true >"$1.hostwright-new" && chmod "$2" "$1.hostwright-new" || return
base64 -d >"$1.hostwright-new" && sync "$1.hostwright-new" && mv -f "$1.hostwright-new" "$1" && sync "\${1%/*}"
}
hw_remove() {
[ -e "$1" ] || [ -L "$1" ] || return 0
hw_now=$(sha256sum <"$1") || return
if [ "\${hw_now%% *}" != "$2" ]; then echo "$1 changed since it was looked at" >&2; return ${replacedExitCode}; fi
rm -f "$1" && sync "\${1%/*}"
}
hw_directory() {
[ -d "$1" ] || mkdir -p "$1" || return
chown "$3:$4" "$1" && chmod "$2" "$1"
}
hw_unit() {
hw_name=$1
shift
systemctl is-active --quiet "$hw_name" && return
systemctl reset-failed "$hw_name" 2>/dev/null
systemd-run --quiet --unit="$hw_name" "$@"
}
`;

function text(content: Content, secrets: OpenedSecrets): string {
  return typeof content === 'string' ? content : secrets(content.secret).reveal();
}

function command(change: Change, secrets: OpenedSecrets): string {
  switch (change.do) {
    case 'run': {
      const words = change.argv.map(quote).join(' ');
      if (change.stdin === undefined) return `${words}\n`;
      return `base64 -d ${heredoc(text(change.stdin, secrets), ` | ${words}`)}`;
    }
    case 'writeFile': {
      const content = text(change.content, secrets);
      const wanted = createHash('sha256').update(content, 'utf8').digest('hex');
      const words = [change.path, change.mode, change.replaces ?? 'absent', wanted].map(quote).join(' ');
      return `hw_write ${words} ${heredoc(content)}`;
    }
    case 'removeFile':
      return `hw_remove ${quote(change.path)} ${quote(change.replaces)}\n`;
    case 'makeDirectory':
      return `hw_directory ${[change.path, change.mode, change.owner, change.group].map(quote).join(' ')}\n`;
    case 'removeDirectory':
      return `if [ -d ${quote(change.path)} ]; then rmdir ${quote(change.path)}; fi\n`;
    case 'startUnit': {
      const environment = Object.entries(change.environment).map(([name, value]) => `--setenv=${name}=${value}`);
      const words = [
        change.unit,
        `--property=RuntimeMaxSec=${change.maxSeconds}`,
        ...environment,
        '--',
        ...change.argv,
      ];
      return `hw_unit ${words.map(quote).join(' ')}\n`;
    }
    case 'sql':
      throw new TypeError('an SQL change was sent to a shell');
  }
}

/** The shell text of a list of changes that stops at the first failure; `failed` is run with $hw_code set. */
export function renderChanges(
  changes: readonly Change[],
  secrets: OpenedSecrets,
  failed: (index: number) => string,
): string {
  return changes
    .map((change, index) => {
      const ok = ['0', ...(change.do === 'run' ? (change.alsoOk ?? []).map(String) : [])].join('|');
      return `${command(change, secrets)}hw_code=$?; case $hw_code in ${ok}) ;; *) ${failed(index)} ;; esac\n`;
    })
    .join('');
}

/**
 * Refuses an older fence than the host has seen and keeps a higher one, synced, before anything else happens. It is written by a
 * program: the shell's own printf says no more of a full disk than that there was an error.
 */
function renderFence(fence: number, nonce: string): string {
  return `hw_fence=/var/lib/hostwright/fence
hw_seen=0
[ ! -e "$hw_fence" ] || hw_seen=$(cat "$hw_fence")
case $hw_seen in '' | *[!0-9]*) echo "$hw_fence holds no number" >&2; return ${noFenceExitCode} ;; esac
if [ "$hw_seen" -gt ${fence} ]; then printf '\\n${nonce} stale %s\\n' "$hw_seen"; return 76; fi
if [ "$hw_seen" -lt ${fence} ]; then
printf '%s\\n' ${fence} | cat >"$hw_fence.new" && [ -s "$hw_fence.new" ] && sync "$hw_fence.new" && mv -f "$hw_fence.new" "$hw_fence" && sync /var/lib/hostwright || return ${noFenceExitCode}
fi
`;
}

/** Wraps shell text so that a transfer that breaks off executes nothing. */
export function renderScript(body: string): string {
  return `${functions}hw_main() {\nexec </dev/null\numask 022\n${body}}\nhw_main\nexit $?\n`;
}

/** The script of one change: fence first, then unit by unit, each ending with a frame of its own. */
export function renderChange(
  units: readonly UnitChanges[],
  fence: number,
  nonce: string,
  secrets: OpenedSecrets,
): string {
  const body = units.map(({ changes, after }, unit) => {
    const failed = (index: number): string => `printf '\\n${nonce} ${unit} %s ${index}\\n' "$hw_code"; exit 1`;
    const run = `(\n${renderChanges(changes, secrets, failed)}printf '\\n${nonce} ${unit} 0 -\\n'\n)\nhw_state_${unit}=$?\nprintf '\\n${nonce} ${unit}\\n' >&2\n`;
    if (after.length === 0) return run;
    const ready = after.map((other) => `[ "$hw_state_${other}" = 0 ]`).join(' && ');
    return `hw_state_${unit}=1\nif ${ready}; then\n${run}else\nprintf '\\n${nonce} ${unit} notrun -\\n'; printf '\\n${nonce} ${unit}\\n' >&2\nfi\n`;
  });
  return renderScript(renderFence(fence, nonce) + body.join(''));
}
