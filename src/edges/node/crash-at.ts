import type { Failpoint } from '../../ports/failpoint.js';

const place = /^(?<name>[^#+]+)(#(?<nth>\d+))?(\+(?<after>\d+))?$/;

/**
 * Nothing happens at failpoints unless one is named: there the process dies at once, as by `kill -9`. `name#2` lets it pass
 * once; `name+50` gives what begins there 50 ms, so that it dies in the middle.
 */
export function crashAt(text: string | undefined): Failpoint {
  const wanted = place.exec(text ?? '')?.groups;
  if (wanted === undefined) return () => undefined;
  const { name, nth = '1', after } = wanted;
  const die = (): void => void process.kill(process.pid, 'SIGKILL');
  let passed = 0;
  return (reached) => {
    if (reached !== name) return;
    passed += 1;
    if (passed !== Number(nth)) return;
    if (after === undefined) die();
    else setTimeout(die, Number(after));
  };
}
