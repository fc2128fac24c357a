import { failedCommand } from '../failed-command.js';
import { known, probeId, unknown, type Probe } from '../probe.js';

export interface LoginHome {
  readonly user: string;
  /** The home with every symbolic link followed. */
  readonly realPath: string;
}

/**
 * Who logged in is told by the nearest process above this one that is not `sudo`: the session of sshd, which runs as that
 * user. `readlink` runs under `timeout`, because a home on a dead NFS server answers never.
 */
const script = `pid=$PPID
while [ "$(cat "/proc/$pid/comm")" = sudo ]; do
  pid=$(sed -n 's/^PPid:[[:space:]]*//p' "/proc/$pid/status")
done
uid=$(sed -n 's/^Uid:[[:space:]]*\\([0-9]*\\).*/\\1/p' "/proc/$pid/status")
entry=$(getent passwd "$uid") || exit
home=$(printf '%s' "$entry" | cut -d: -f6)
printf '%s:' "$(printf '%s' "$entry" | cut -d: -f1)"
timeout 5 readlink -f -- "$home"`;

/** The user as whom the host was entered, and where its home, with the keys that let it in, really lies. */
export function loginHome(): Probe<LoginHome> {
  return {
    id: probeId('system.loginHome', []),
    question: { via: 'shell', script, args: [] },
    maxAgeSeconds: 86_400,
    parse: (answer) => {
      if (answer.exitCode !== 0) return failedCommand('readlink', answer);
      const [, user, realPath] = /^([^:\n]+):(\/.*)$/m.exec(answer.stdout) ?? [];
      if (user === undefined || realPath === undefined) return unknown('the home of the login was not told');
      return known({ user, realPath });
    },
  };
}
