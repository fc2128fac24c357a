import { failedCommand } from '../failed-command.js';
import { known, probeId, unknown, type Probe, type Reading } from '../probe.js';

/** A program that keeps or reads mail, and a place where it does: a path, or one that begins with `~` in an account's home. */
export interface MailStore {
  readonly program: 'dovecot' | 'postfix';
  readonly path: string;
}

/** What is not installed says nothing; what is installed and cannot be asked fails, whatever the other one says. */
const script = `if command -v doveconf >/dev/null; then
  location=$(doveconf -h mail_location) || exit
  echo "dovecot $location"
fi
if command -v postconf >/dev/null; then
  home=$(postconf -h home_mailbox) || exit
  if [ -n "$home" ]; then echo "postfix ~/$home"; exit; fi
  spool=$(postconf -h mail_spool_directory) || exit
  echo "postfix $spool"
fi`;

/** `maildir:~/Maildir`, `mbox:~/mail:INBOX=/var/mail/%u`: the store and other places of it, each with its name. */
function pathsOf(location: string): readonly string[] {
  return location
    .split(':')
    .flatMap((part) => /(?:^|=)([~/].*|%(?:h|\{home\}).*)$/.exec(part)?.[1]?.replace(/^%(?:h|\{home\})/, '~') ?? []);
}

function parseStores(text: string): Reading<readonly MailStore[]> {
  const stores: MailStore[] = [];
  for (const line of text.split('\n').filter((one) => one !== '')) {
    const [, program, location = ''] = /^(dovecot|postfix) (.*)$/.exec(line) ?? [];
    if (program !== 'dovecot' && program !== 'postfix')
      return unknown(`a line is not understood: ${line.slice(0, 200)}`);
    const paths = pathsOf(location.trim());
    // Without a place dovecot looks for one in every home; another notation is not understood.
    if (paths.length === 0) return unknown(`${program} does not say where it keeps mail: "${location.slice(0, 200)}"`);
    for (const path of paths) stores.push({ program, path });
  }
  return known(stores);
}

/** Where the mail servers of a host keep mail, as they are configured; empty where there is none. */
export function mailStores(): Probe<readonly MailStore[]> {
  return {
    id: probeId('mail.stores', []),
    question: { via: 'shell', script, args: [] },
    maxAgeSeconds: 900,
    parse: (answer) =>
      answer.exitCode === 0 ? parseStores(answer.stdout) : failedCommand('doveconf or postconf', answer),
  };
}
