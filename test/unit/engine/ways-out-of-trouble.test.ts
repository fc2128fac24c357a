import { chownHome } from '../../../src/domain/chown-home.js';
import { waysOutOfTrouble } from '../../../src/engine/ways-out-of-trouble.js';
import type { Sql } from '../../../src/ports/sql.js';

const noHosts: Sql = { query: () => Promise.resolve([]), execute: () => Promise.resolve(0) };
const path = '/chroot/home/shop1';
const waysOut = (command: string, kind = 'account.home') => {
  const message = `${path} holds data of somebody else (its owner is UID 30000; give it to UID 20001 (${command}), then do it again)`;
  return waysOutOfTrouble(noHosts, 't', 'o', { hostId: 'h', kind, key: 'shop1', message });
};

describe('what to do about a home that holds data of another UID', () => {
  it.each([
    ['its files', { uid: 30000, gid: 100 }],
    ["its files, those of another account's group too", { uid: 30000, gid: 20009 }],
  ])('is to give %s to the account by hand, then to do again what was left undone', async (_, was) => {
    const command = chownHome(path, was, { uid: 20001, gid: 20001 });
    expect(await waysOut(command)).toMatchObject({
      remedies: [
        { title: expect.stringMatching(/^Where these are shop1's own data/), command, hostId: 'h', mutation: null },
        { title: 'Then do again what was left undone', mutation: 'retryOperation' },
      ],
    });
  });

  it.each(['chown -hR --from=30000 20001 /a;reboot', 'chown -hR --from=30000 20001 /a && reboot'])(
    'is no command that is another one: %s',
    async (command) => {
      expect(await waysOut(command)).toBeUndefined();
    },
  );

  it('is none of a step that repeats what a host says', async () => {
    expect(await waysOut(`chown -hR --from=30000 20001 ${path}`, 'account.quota')).toBeUndefined();
  });
});
