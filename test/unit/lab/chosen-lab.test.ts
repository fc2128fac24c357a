import { chosenLab, labsUpAlready, labToChange } from '../../lab/chosen-lab.js';
import type { ShownLab } from '../../lab/shown-lab.js';

const left: ShownLab = { lab: 0, detached: false, inUse: false, owner: null, keyFile: '/key', hosts: [] };
const detached: ShownLab = { ...left, lab: 1, detached: true, inUse: true };
const owned: ShownLab = { ...left, lab: 2, inUse: true, owner: { pid: 4711, command: 'node quickstart' } };

it('looks at the lab of a process that runs, by its number and where no other is up', () => {
  expect(chosenLab([left, owned], undefined)).toBe(owned);
  expect(chosenLab([detached, owned], '2')).toBe(owned);
});

it('does not change the lab of a process that runs, and says whose it is', () => {
  const refusal = 'lab 2 is of process 4711: node quickstart; only that process changes it';
  expect(() => labToChange([owned], undefined)).toThrow(refusal);
  expect(() => labToChange([detached, owned], '2')).toThrow(refusal);
});

it('takes the detached lab where one has to be meant', () => {
  expect(chosenLab([left, detached, owned], undefined)).toBe(detached);
  expect(labToChange([left, detached, owned], undefined)).toBe(detached);
});

it('changes one that was left behind, by its number only', () => {
  expect(labToChange([left], '0')).toBe(left);
  expect(() => labToChange([left], undefined)).toThrow('no lab is up');
});

it('asks which one where several are up, and knows those there are', () => {
  expect(() => chosenLab([detached, { ...detached, lab: 3 }], undefined)).toThrow('several labs are up (1, 3)');
  expect(() => chosenLab([owned, { ...owned, lab: 4 }], undefined)).toThrow('several labs are up (2, 4)');
  expect(() => chosenLab([owned], '7')).toThrow('there is no lab 7');
});

it('tells of the labs that are up before another is booted', () => {
  expect(labsUpAlready([left])).toBeUndefined();
  expect(labsUpAlready([left, detached, owned])).toBe(
    'up already: lab 1 (detached), lab 2 (of process 4711: node quickstart); booting another',
  );
});
