import { fingerprintOf } from '../../../bench/hosts/fingerprint-of.js';
import { rowsOf } from '../../../bench/fan-out/rows-of.js';
import type { Figures } from '../../../bench/report/bench-result.js';
import { ssh2KeyPairs } from '../../../src/edges/ssh2/ssh2-key-pairs.js';

const took = (wallSeconds: number): Figures => ({ wallSeconds, controllerCpuSeconds: 0.16 });
const outcome = (first: number, noChange: number): { first: Figures[]; noChange: Figures[] } => ({
  first: [took(first)],
  noChange: [took(noChange)],
});

test('answers each goal of its size, and leaves out whoever took no part', () => {
  const ours = { ...outcome(2, 1), noChangeOpen: [took(0.5)], roundTrips: [3], grownMegabytes: [4] };
  const rows = rowsOf(16, {
    ours,
    theirs: new Map([
      ['one-script floor', outcome(1, 1)],
      ['Ansible + Mitogen', outcome(30, 20)],
    ]),
  });
  expect(rows.map(({ goal, value, verdict }) => [goal, value, verdict])).toEqual([
    ['1', 15, 'met'],
    ['3', 2, 'missed'],
    ['4', 1, 'stretch met'],
    ['4', 0.5, 'stretch met'],
    ['5', 0.5, 'stretch met'],
    ['7', 10, 'met'],
    [null, 4, 'no goal'],
  ]);
});

test('tells a key as the product does', () => {
  const { publicKey, sha256 } = ssh2KeyPairs.generate('bench');
  expect(fingerprintOf(publicKey)).toBe(`SHA256:${sha256}`);
});
