import { machineIdentity } from '../../../../src/probes/system/machine-identity.js';
import { expectKnown, expectUnknown, failingCommands, printed } from '../failing-answers.js';
import manager from '../fixtures/machine-identity/manager.json';

describe('machineIdentity', () => {
  it('reads machine id, name and clock', () => {
    const machineId = 'e1e0b4116caf5b7abce349cdc390d210';
    expectKnown(machineIdentity(), manager, { machineId, hostname: 'manager', clockSeconds: 1_795_485_032 });
  });

  it.each([
    ...failingCommands,
    ['finds a machine id that was not set up', printed('uninitialized\nmanager\n1795485032\n'), 'machineId'] as const,
    ['tells no name', printed(`${'a'.repeat(32)}\n\n1795485032\n`), 'hostname'] as const,
    ['prints something else', printed('garbage'), "the host's identity ✖ "] as const,
  ])('is unknown when cat %s', (_, answer, reason) => expectUnknown(machineIdentity(), answer, reason));
});
