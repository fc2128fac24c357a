import { writeSync } from 'node:fs';
import type { Failpoint } from '../../ports/failpoint.js';

const place = /^(?<name>[^#+]+)(#(?<nth>\d+))?(\+(?<after>\d+))?$/;

/** What the process says on its last line, before the places that it got to. */
export const lastWords = 'dies at failpoint ';

/**
 * Nothing happens at failpoints unless some are named, with commas between them: at the first that it gets to, the process dies
 * at once, as by `kill -9`. `name#2` lets it pass once; `name+50` gives what begins there 50 ms, so that it dies in the middle
 * of that and of whatever else has begun by then.
 */
export function crashAt(text: string | undefined): Failpoint {
  const wanted = (text ?? '').split(',').flatMap((given) => {
    const { name, nth = '1', after } = place.exec(given)?.groups ?? {};
    return name === undefined ? [] : [{ given, name, nth: Number(nth), after, passed: 0 }];
  });
  const reached: string[] = [];
  const die = (): void => {
    writeSync(process.stderr.fd, `${lastWords}${reached.join(',')}\n`);
    process.kill(process.pid, 'SIGKILL');
  };
  return (name) => {
    for (const waiting of wanted) {
      if (waiting.name !== name) continue;
      waiting.passed += 1;
      if (waiting.passed !== waiting.nth) continue;
      reached.push(waiting.given);
      if (waiting.after === undefined) die();
      else setTimeout(die, Number(waiting.after));
    }
  };
}
