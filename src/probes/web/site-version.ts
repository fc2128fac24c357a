import { failedCommand } from '../failed-command.js';
import { known, probeId, type Probe } from '../probe.js';

/** Asked of the web server under a site's name, it is answered with the version of the settings that it runs by. */
export const siteVersionPath = '/.well-known/hostwright/site';

const longestSeconds = 5;
/**
 * The inner shell is bash: it alone opens connections without another program. What holds the port may hang up before it was asked, of
 * which bash is to say so rather than die.
 */
const script = `timeout ${longestSeconds} bash -c 'trap "" PIPE; exec 3<>"/dev/tcp/127.0.0.1/80" &&
  printf "GET ${siteVersionPath} HTTP/1.0\\r\\nHost: %s\\r\\n\\r\\n" "$0" >&3 && head -c 4096 <&3' "$1"`;

const timedOut = 124;
const notServed = /Connection refused|Connection reset by peer|Broken pipe/;
const location = new RegExp(`^Location: .*${siteVersionPath}/([0-9a-f]{16})\\s*$`, 'im');

/**
 * The version of a virtual host's settings that the host's web server runs by, told by itself: a file that it has not read
 * says nothing. For a name without a site of its own the settings for all sites answer; null where nothing of ours does.
 */
export function siteVersion(domain: string): Probe<string | null> {
  return {
    id: probeId('web.siteVersion', [domain]),
    question: { via: 'shell', script, args: [domain] },
    maxAgeSeconds: 900,
    parse: (answer) => {
      if (answer.exitCode === 0) return known(location.exec(answer.stdout)?.[1] ?? null);
      const isDown = answer.exitCode === timedOut || notServed.test(answer.stderr);
      return isDown ? known(null) : failedCommand('bash', answer);
    },
  };
}
