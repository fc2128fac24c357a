import { failedCommand } from '../failed-command.js';
import { known, probeId, type Probe } from '../probe.js';

/** A program that keeps or reads mail, and a place where it does: a path, or one that begins with `~` in an account's home. */
export interface MailStore {
  readonly program: 'dovecot' | 'postfix';
  readonly path: string;
}

/** What is not installed says nothing. */
const script = `if command -v doveconf >/dev/null; then doveconf -h mail_location | sed 's/^/dovecot /' || exit; fi
if command -v postconf >/dev/null; then
  home=$(postconf -h home_mailbox) || exit
  if [ -n "$home" ]; then echo "postfix ~/$home"; else postconf -h mail_spool_directory | sed 's/^/postfix /'; fi
fi`;

/** `maildir:~/Maildir`, `mbox:~/mail:INBOX=/var/mail/%u`: the store and other places of it, each with its name. */
function pathsOf(location: string): readonly string[] {
  return location.split(':').flatMap((part) => /(?:^|=)([~/].*|%h.*)$/.exec(part)?.[1]?.replace(/^%h/, '~') ?? []);
}

/** Where the mail servers of a host keep mail, as they are configured; empty where there is none. */
export function mailStores(): Probe<readonly MailStore[]> {
  return {
    id: probeId('mail.stores', []),
    question: { via: 'shell', script, args: [] },
    maxAgeSeconds: 900,
    parse: (answer) => {
      if (answer.exitCode !== 0) return failedCommand('doveconf or postconf', answer);
      return known(
        answer.stdout.split('\n').flatMap((line): MailStore[] => {
          const [, program, location] = /^(dovecot|postfix) (.*)$/.exec(line.trim()) ?? [];
          if ((program !== 'dovecot' && program !== 'postfix') || location === undefined) return [];
          return pathsOf(location).map((path) => ({ program, path }));
        }),
      );
    },
  };
}
