import { virtualization } from '../../../../src/probes/system/virtualization.js';
import { expectKnown, expectUnknown, failingCommands, printed } from '../failing-answers.js';
import machine from '../fixtures/virtualization/debian.json';

describe('virtualization', () => {
  it('knows a machine, a container in one, and hardware', () => {
    expectKnown(virtualization(), machine, { openVz: false, container: null, machine: 'uml' });
    expectKnown(virtualization(), printed('none\nlxc\nkvm\n'), { openVz: false, container: 'lxc', machine: 'kvm' });
    expectKnown(virtualization(), printed('none\nnone\nnone\n'), { openVz: false, container: null, machine: null });
  });

  it('knows a container of OpenVZ by what its kernel shows', () => {
    expectKnown(virtualization(), printed('openvz\nopenvz\nnone\n'), {
      ...{ openVz: true, container: 'openvz', machine: null },
    });
  });

  it.each([...failingCommands, ['says too little', printed('none\n'), 'did not say'] as const])(
    'is unknown when systemd-detect-virt %s',
    (_, answer, reason) => expectUnknown(virtualization(), answer, reason),
  );
});
