import { tellsOfOutside } from '../../../src/domain/host-outside.js';

const bastion = { hostId: 'b', name: 'bastion', address: '9.9.1.1' };

it.each([
  ['its fault', 'connection refused', 'b'],
  ['its address', 'root@9.9.1.1 port 22: a stream could not be opened', null],
  ['its address at the end', 'no way through 9.9.1.1', null],
  ['its name', 'bastion is quarantined', null],
  ['its name behind a longer one', 'bastions: of bastion: refused', 'n'],
])('a message is of a host outside of the cluster by %s', (_what, message, culprit) => {
  expect(tellsOfOutside(message, culprit, [bastion])).toBe(true);
});

it.each([
  ['of another host', 'root@9.9.1.2 port 22: refused', 'n'],
  ['of a longer address', 'root@9.9.1.11 port 22: refused', null],
  ['of a longer name', 'bastion2 is quarantined', null],
])('a message %s is not', (_what, message, culprit) => {
  expect(tellsOfOutside(message, culprit, [bastion])).toBe(false);
});

it('where there is none, no message is', () => {
  expect(tellsOfOutside('bastion is quarantined', 'b', [])).toBe(false);
});
