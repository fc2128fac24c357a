import type { Breakage } from './kind-case.js';

const kept = '/tmp/kept';

/** A file of ours is put aside for one without our mark. */
export function ofSomebodyElse(path: string): Pick<Breakage, 'says' | 'script' | 'mend'> {
  return {
    says: /belongs to somebody else/,
    script: `mv ${path} ${kept} && echo '# theirs' >${path}`,
    mend: `mv ${kept} ${path}`,
  };
}
