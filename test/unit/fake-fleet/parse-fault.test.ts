import { parseFault } from '../../../src/fake-fleet/parse-fault.js';

const hosts = ['manager', 'node1'];

it.each([
  ['node1=unreachable', { is: 'unreachable' }],
  ['node1=cut-after:3', { is: 'cut-after', changes: 3 }],
  ['node1=command-fails:useradd', { is: 'command-fails', command: 'useradd' }],
  ['node1=gid-taken:20001', { is: 'gid-taken', gid: 20_001 }],
  ['node1=no-package:keyutils', { is: 'no-package', name: 'keyutils' }],
])('reads %s', (text, fault) => {
  expect(parseFault(text, hosts)).toEqual({ host: 'node1', fault });
});

it.each([
  ['node7=stall', /names no host of the fleet\. Its hosts are manager, node1\./],
  ['stall', /names no host of the fleet/],
  ['node1', /is no fault/],
  ['node1=fire', /is no fault\. Write HOST=FAULT with one of unreachable, .*cut-after:CHANGES/],
  ['node1=cut-after', /is no fault/],
  ['node1=cut-after:soon', /is no fault/],
  ['node1=stall:3', /is no fault/],
])('refuses %s', (text, why) => {
  expect(() => parseFault(text, hosts)).toThrow(why);
});
