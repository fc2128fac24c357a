import { ipvsadmVersion } from '../../../../src/probes/balancing/ipvsadm-version.js';
import { expectKnown, expectUnknown, failingCommands, printed } from '../failing-answers.js';
import loaded from '../fixtures/ipvsadm-version/loaded.json';
import unloaded from '../fixtures/ipvsadm-version/unloaded.json';

describe('ipvsadmVersion', () => {
  it('reads the version', () => {
    expectKnown(ipvsadmVersion(), loaded, '1.31');
  });

  it('is unknown while asking would load the module', () => {
    expectUnknown(ipvsadmVersion(), unloaded, 'asking would load its module');
  });

  it.each([...failingCommands, ['prints something else', printed('garbage\n'), 'did not tell its version'] as const])(
    'is unknown when ipvsadm %s',
    (_, answer, reason) => expectUnknown(ipvsadmVersion(), answer, reason),
  );
});
