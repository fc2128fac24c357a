import { quote } from '../quote.js';
import { authorizedKey, loginHomeOf, type Login } from './login.js';

/** As the user, so that nothing in its home can lead root astray: $1 is the line, $2 the key in it. */
const letIn = [
  'umask 077',
  'dir=$(getent passwd "$(id -un)" | cut -d: -f6)/.ssh',
  'keys=$dir/authorized_keys',
  'mkdir -p "$dir"',
  'touch "$keys"',
  'grep -qxF -e "$1" "$keys" || { { grep -vF -e "$2" "$keys" || :; printf "%s\\n" "$1"; } >"$keys.new"; mv "$keys.new" "$keys"; }',
];

/** As root: $1 is the user, $2 its home if it is new, $3 and $4 are the line and the key in it. */
const install = [
  'set -eu',
  `[ "$1" = root ] || { command -v sudo >/dev/null || { echo "There is no sudo here; install it first." >&2; exit 1; }; id -u "$1" >/dev/null 2>&1 || useradd --create-home --home-dir "$2" --shell /bin/sh --password "*" "$1"; printf "%s ALL=(ALL) NOPASSWD:ALL\\n" "$1" | install -m 0440 /dev/stdin "/etc/sudoers.d/hostwright-$1"; }`,
  `runuser -u "$1" -- sh -euc ${quote(letIn.join('; '))} sh "$3" "$4"`,
  // In the order in which we ask for them.
  'for type in ed25519 ecdsa rsa; do key=/etc/ssh/ssh_host_${type}_key.pub; [ ! -e "$key" ] || exec ssh-keygen -lf "$key"; done',
];

/**
 * One line of shell that lets us in on the host where root runs it, however often; what it prints last is the fingerprint that
 * the host is made known with.
 */
export function installCommand(login: Login): string {
  const { user, publicKey } = login;
  const values = [user, loginHomeOf(user), authorizedKey(login), publicKey.blob];
  return `sh -c ${[install.join('; '), 'sh', ...values].map(quote).join(' ')}`;
}
