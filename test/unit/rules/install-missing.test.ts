import { failedCommand } from '../../../src/probes/failed-command.js';
import { osRelease } from '../../../src/probes/system/os-release.js';
import { installMissing } from '../../../src/rules/install-missing.js';
import { asReason } from '../../../src/rules/reason.js';
import { node1Id } from './clusters.js';
import { HostFacts, observedAt } from './host-facts.js';

const notThere = { exitCode: 127, stdout: '', stderr: '' };

function offered(command: string, { answer = notThere, system = '' } = {}): unknown {
  const facts = new HostFacts();
  if (system !== '') facts.answer(node1Id, osRelease(), `ID=${system}\nVERSION_ID="9"\n6.1.0\nx86_64\n`);
  return installMissing(facts.at(observedAt), node1Id, asReason(failedCommand(command, answer)));
}

describe('a program that a look lacks', () => {
  it.each([
    ['ip', '', 'apt-get install iproute2'],
    ['ip', 'debian', 'apt-get install iproute2'],
    ['ip', 'rocky', 'dnf install iproute'],
    ['modprobe -n nfs', 'rocky', 'dnf install kmod'],
    ['ip', 'plan9', 'PACKAGE_MANAGER install iproute2'],
  ])('%s on %p is installed by hand, as %s', (command, system, wanted) => {
    expect(offered(command, { system })).toMatchObject({
      ...{ title: expect.stringMatching(/^Install \S+ on node1, and look at it again$/) },
      ...{ mutation: null, command: wanted, hostId: node1Id },
    });
  });

  it('is nothing to be installed where every host has it, or where it is there', () => {
    expect(offered('cat')).toBeUndefined();
    expect(offered('the query for users')).toBeUndefined();
    expect(offered('ip', { answer: { ...notThere, exitCode: 1 } })).toBeUndefined();
  });
});
