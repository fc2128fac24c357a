import { failedCommand } from '../failed-command.js';
import { known, probeId, unknown, type Probe, type Reading } from '../probe.js';
import { connectSeconds, whyNotConnected, type TcpConnection } from '../network/tcp-connection.js';

/**
 * How a MySQL server receives a host. `admitted`: it asks who wants to log in; `notAdmitted`: it knows no user that may come from
 * this host; `shutOut`: it took too many broken connections from this host, and hears no more; anything else: there is no connection.
 */
export type ServerGreeting = 'admitted' | 'notAdmitted' | 'shutOut' | Exclude<TcpConnection, 'open'>;

/** The inner shell is bash, which alone opens connections; the head of the first packet is printed in hexadecimal digits. */
const script = `timeout ${connectSeconds} bash -c 'exec 3<>"/dev/tcp/$0/$1" && od -A n -t x1 -N 7 <&3' "$1" "$2"`;

/** Length, number, then version 10 of the protocol; or the mark of an error and its number, low byte first. */
const greeting = /^(?:[0-9a-f]{2} ){4}0a /;
const errorPacket = /^(?:[0-9a-f]{2} ){4}ff ([0-9a-f]{2}) ([0-9a-f]{2})$/;
/** MySQL's errors for a client address without any user (ER_HOST_NOT_PRIVILEGED), and for one that it has shut out (ER_HOST_IS_BLOCKED). */
const refusals: ReadonlyMap<number, ServerGreeting> = new Map([
  [1130, 'notAdmitted'],
  [1129, 'shutOut'],
]);

function parsePacket(text: string): Reading<ServerGreeting> {
  const packet = text.trim();
  if (greeting.test(packet)) return known('admitted');
  const [, low, high] = errorPacket.exec(packet) ?? [];
  if (low === undefined || high === undefined) return unknown('no MySQL server answers there', 'NO_MYSQL_THERE');
  const number = Number.parseInt(high + low, 16);
  const refusal = refusals.get(number);
  return refusal === undefined ? unknown(`the server answers with error ${number}`, 'COMMAND_FAILED') : known(refusal);
}

/** How a MySQL server receives the host that is asked, seen without logging in. */
export function serverGreeting(address: string, port: number): Probe<ServerGreeting> {
  const args = [address, String(port)];
  return {
    id: probeId('database.serverGreeting', args),
    question: { via: 'shell', script, args },
    maxAgeSeconds: 900,
    parse: (answer) => {
      if (answer.exitCode === 0) return parsePacket(answer.stdout);
      const failure = whyNotConnected(answer);
      return failure === undefined ? failedCommand('bash', answer) : known(failure);
    },
  };
}
