import { ownRpcPrograms, rpcNumbers } from '../../../../src/probes/storage/rpc-programs.js';
import { expectKnown, expectUnknown, failingCommands, printed } from '../failing-answers.js';
import manager from '../fixtures/rpc-programs/manager.json';
import nobodyListens from '../fixtures/rpc-programs/nobody-listens.json';
import notInstalled from '../fixtures/rpc-programs/not-installed.json';

describe('ownRpcPrograms', () => {
  it('reads programs with version and protocol', () => {
    const reading = ownRpcPrograms().parse(manager);
    if (!reading.known) throw new Error(reading.reason);
    expect(reading.value).toHaveLength(manager.stdout.trimEnd().split('\n').length - 1);
    for (const name of ['nfs', 'lockManager', 'lockStatus'] as const) {
      expect(reading.value.map(({ program }) => program)).toContain(rpcNumbers[name]);
    }
    expect(reading.value).toContainEqual({ program: rpcNumbers.nfs, version: 4, protocol: 'tcp' });
  });

  it('knows that a host offers nothing where nobody listens', () => {
    expectKnown(ownRpcPrograms(), nobodyListens, []);
  });

  it('is unknown where timeout finds no rpcinfo', () => {
    expectUnknown(ownRpcPrograms(), notInstalled, 'rpcinfo is not installed');
  });

  it.each([
    ...failingCommands,
    ['prints nothing', printed(''), 'no header'] as const,
    ['prints something else', printed('garbage'), 'no header'] as const,
  ])('is unknown when rpcinfo %s', (_, answer, reason) => expectUnknown(ownRpcPrograms(), answer, reason));
});
