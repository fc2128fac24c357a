import type { Failpoint } from '../../ports/failpoint.js';

/** Nothing happens at failpoints unless one is named: there the process dies at once, as by `kill -9`. */
export function crashAt(name: string | undefined): Failpoint {
  if (name === undefined || name === '') return () => undefined;
  const [wanted, nth = '1'] = name.split('#');
  let passed = 0;
  return (reached) => {
    if (reached !== wanted) return;
    passed += 1;
    if (passed === Number(nth)) process.kill(process.pid, 'SIGKILL');
  };
}
