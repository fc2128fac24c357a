import { whose, type ShownLab } from './shown-lab.js';

function onlyOne(labs: readonly ShownLab[]): ShownLab | undefined {
  const [only, ...others] = labs;
  if (only === undefined || others.length === 0) return only;
  const indexes = labs.map(({ lab }) => lab).join(', ');
  throw new Error(`several labs are up (${indexes}); choose one with --lab`);
}

/** The lab that is meant, to look at: the one given, or a detached one, or else that of a process. */
export function chosenLab(labs: readonly ShownLab[], given: string | undefined): ShownLab {
  if (given !== undefined) {
    const found = labs.find(({ lab }) => String(lab) === given);
    if (found === undefined) throw new Error(`there is no lab ${given}; npm run lab -- status shows those there are`);
    return found;
  }
  const found = onlyOne(labs.filter(({ detached }) => detached)) ?? onlyOne(labs.filter(({ inUse }) => inUse));
  if (found === undefined) throw new Error('no lab is up; npm run lab -- up boots one');
  return found;
}

/** The same, to change it: never one that a process still works on. */
export function labToChange(labs: readonly ShownLab[], given: string | undefined): ShownLab {
  const chosen = chosenLab(labs, given);
  if (chosen.owner !== null)
    throw new Error(`lab ${chosen.lab} is ${whose(chosen)}; only that process changes it, and removes it when it ends`);
  return chosen;
}

/** What to say before another lab is booted; undefined where none is up. */
export function labsUpAlready(labs: readonly ShownLab[]): string | undefined {
  const up = labs.filter(({ inUse }) => inUse).map((lab) => `lab ${lab.lab} (${whose(lab)})`);
  return up.length === 0 ? undefined : `up already: ${up.join(', ')}; booting another`;
}
