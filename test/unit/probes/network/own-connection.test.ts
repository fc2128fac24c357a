import { ownConnection } from '../../../../src/probes/network/own-connection.js';
import { expectKnown, expectUnknown, failingCommands, printed } from '../failing-answers.js';
import manager from '../fixtures/own-connection/manager.json';

const peer = '198.18.1.1:36204 users:(("sshd",pid=768,fd=4))';

describe('ownConnection', () => {
  it('reads over which address of the host we came in', () => {
    expectKnown(ownConnection(), manager, '198.18.1.11');
  });

  it.each([
    ['2620:fe::11', `0      0      [2620:fe::11]:22 [2620:fe::1]:36204`],
    ['198.18.1.11', `0      0      [::ffff:198.18.1.11]:22 [::ffff:198.18.1.1]:36204`],
    ['198.18.1.11', `0      36     198.18.1.11%eth0:22 ${peer}`],
    ['fe80::11', `0      0      [fe80::11%eth0]:22 [fe80::1]:36204`],
  ])('reads %s out of "%s"', (address, line) => {
    expectKnown(ownConnection(), printed(`${line}\n`), address);
  });

  it('knows that it cannot be told', () => {
    expectKnown(ownConnection(), printed('none\n'), null);
  });

  it.each(failingCommands)('is unknown when ss %s', (_, answer, reason) =>
    expectUnknown(ownConnection(), answer, reason),
  );
});
