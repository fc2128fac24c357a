import { ownRpcPrograms, rpcNumbers, rpcPrograms } from '../../../../src/probes/storage/rpc-programs.js';
import { expectKnown, expectUnknown, failingCommands, printed } from '../failing-answers.js';
import elsewhereNobody from '../fixtures/rpc-programs/elsewhere-nobody.json';
import fromNode from '../fixtures/rpc-programs/from-node.json';
import manager from '../fixtures/rpc-programs/manager.json';
import nobodyListens from '../fixtures/rpc-programs/nobody-listens.json';
import notInstalled from '../fixtures/rpc-programs/not-installed.json';

const elsewhere = rpcPrograms('198.18.1.15');

describe('rpcPrograms', () => {
  it('reads programs with version and protocol', () => {
    const reading = ownRpcPrograms().parse(manager);
    if (!reading.known) throw new Error(reading.reason);
    expect(reading.value).toHaveLength(manager.stdout.trimEnd().split('\n').length - 1);
    for (const name of ['nfs', 'lockManager', 'lockStatus'] as const) {
      expect(reading.value.map(({ program }) => program)).toContain(rpcNumbers[name]);
    }
    expect(reading.value).toContainEqual({ program: rpcNumbers.nfs, version: 4, protocol: 'tcp' });
  });

  it('reads the same from another host', () => {
    expect(elsewhere.parse(fromNode)).toEqual(ownRpcPrograms().parse(manager));
  });

  it('knows that a host itself offers nothing where nobody listens', () => {
    expectKnown(ownRpcPrograms(), nobodyListens, []);
  });

  it('is unknown where another host refuses, which a firewall does too', () => {
    expectUnknown(elsewhere, elsewhereNobody, 'rpcinfo ended with 1: 198.18.1.15: RPC: Remote system error');
  });

  it('is unknown where timeout finds no rpcinfo', () => {
    expectUnknown(elsewhere, notInstalled, 'rpcinfo is not installed');
  });

  it.each([
    ...failingCommands,
    ['prints nothing', printed(''), 'no header'] as const,
    ['prints something else', printed('garbage'), 'no header'] as const,
  ])('is unknown when rpcinfo %s', (_, answer, reason) => expectUnknown(elsewhere, answer, reason));
});
