import type { Question } from '../../probes/probe.js';
import { heredoc } from './heredoc.js';
import { quote } from '../../domain/quote.js';
import type { OpenedSecrets } from './render-change.js';

/**
 * The script of one look. All of it is one function that is called on the last line: a transfer that breaks off executes
 * nothing. Its lock is a shared one, so that looks do not keep one another off. Each question runs in a subshell of its own, with
 * its secret on standard input where it has one; a line with the nonce ends its output on both streams.
 */
export function renderLook(questions: readonly Question[], nonce: string, secrets: OpenedSecrets): string {
  const asked = questions.map((question, index) => {
    if (question.via !== 'shell') throw new TypeError(`a question via ${question.via} was put to a shell`);
    const args = ['set', '--', ...question.args.map(quote)].join(' ');
    const begin =
      question.secret === undefined ? '(\n' : `base64 -d ${heredoc(secrets(question.secret).reveal(), ' | (')}`;
    return `${begin}${args}\n${question.script}\n)\nhw_code=$?; printf '\\n${nonce} ${index} %s\\n' "$hw_code"; printf '\\n${nonce} ${index}\\n' >&2\n`;
  });
  return `hw_main() {
exec </dev/null
umask 077
if [ -e /var/lib/hostwright/lock ] && ! flock -s -n /var/lib/hostwright/lock true; then
printf '\\n${nonce} busy\\n'
return 0
fi
${asked.join('')}}
hw_main
exit 0
`;
}
