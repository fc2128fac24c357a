import { toGlobalId } from '../../../src/domain/ids.js';
import { installCommand } from '../../../src/domain/logins/install-command.js';
import { login } from '../../../src/domain/logins/login.js';
import { beSureOfKey, waysBack } from '../../../src/domain/ways-back.js';

const way = { hostId: 'h', name: 'web-1', endpoint: { address: '192.0.2.1', port: 2222 } };
const hostId = toGlobalId('Host', 'h');

describe('a key that is in doubt', () => {
  const shown = (algorithm: string | null) =>
    beSureOfKey({ ...way, confirmedSha256: 'SHA256:old', offered: { algorithm, sha256: 'SHA256:new' } });

  it('is confirmed after a person compared it on the console, or the address is another', () => {
    const [confirm, move, ...more] = shown('ssh-ed25519');
    expect(more).toEqual([]);
    expect(confirm).toMatchObject({ mutation: 'confirmHostKey', input: { hostId, fingerprint: 'SHA256:new' } });
    expect(confirm?.title).toMatch(
      /^Only if web-1 was installed anew.* SHA256:new .* its console, not over the network/,
    );
    expect(move).toMatchObject({
      mutation: 'updateHost',
      input: { hostId, address: '<the right address>', port: 2222 },
    });
    expect(move?.title).toContain('the confirmed key, SHA256:old, is asked for there');
  });

  it.each([
    ['ssh-ed25519', 'ssh_host_ed25519_key.pub'],
    ['ecdsa-sha2-nistp256', 'ssh_host_ecdsa_key.pub'],
    ['ssh-rsa', 'ssh_host_rsa_key.pub'],
    ['rsa-sha2-512', 'ssh_host_rsa_key.pub'],
    [null, 'ssh_host_ed25519_key.pub'],
  ])('of algorithm %s is looked for in %s', (algorithm, file) => {
    expect(shown(algorithm)[0]?.title).toContain(`ssh-keygen -lf /etc/ssh/${file} `);
  });

  it('is found out about by a person where it is not known', () => {
    const remedies = beSureOfKey({ ...way, confirmedSha256: 'SHA256:old', offered: null });
    expect(remedies).toMatchObject([{ mutation: null, hostId: 'h' }, { mutation: 'updateHost' }]);
  });

  it('is confirmed for the first time without talk of another machine', () => {
    const offered = { algorithm: 'ssh-ed25519', sha256: 'SHA256:new' };
    expect(beSureOfKey({ ...way, confirmedSha256: null, offered })).toMatchObject([{ mutation: 'confirmHostKey' }]);
    expect(beSureOfKey({ ...way, confirmedSha256: null, offered: null })).toEqual([]);
  });
});

describe('a host that could not be visited', () => {
  const doubted = { ...way, hostId: 'hop', confirmedSha256: 'a', offered: { algorithm: null, sha256: 'b' } };
  it.each([
    ['TRANSIENT', [null, 'updateHost']],
    ['AUTH', [null]],
    ['INVALID', [null]],
    ['NO_SPACE', [null]],
    ['READ_ONLY', [null]],
    ['NO_MEMORY', [null]],
    ['FORBIDDEN', [null]],
    ['UNABLE', [null]],
    ['BUSY', []],
    ['DATABASE', []],
  ])('for %s is offered %j', (faultClass, mutations) => {
    expect(waysBack(faultClass, way, null).map(({ mutation }) => mutation)).toEqual(mutations);
  });

  it('for a key is offered what there is to do about the host whose key it is', () => {
    expect(waysBack('TRUST', way, doubted).map(({ hostId: of }) => of)).toEqual(['hop', 'hop']);
    expect(waysBack('TRUST', way, null)).toEqual([]);
  });

  it('for AUTH is offered the line that lets us in, as its login is, and another user', () => {
    const publicKey = 'ssh-ed25519 QUJD front';
    const offered = (user: string) => waysBack('AUTH', { ...way, login: { user, publicKey } }, null);
    const command = installCommand(login.parse({ user: 'ops', publicKey, forwarding: true }));
    expect(offered('ops')).toEqual([
      {
        ...{ mutation: null, input: null, hostId: 'h', command },
        title:
          'Let us in on web-1: this line, run as root there, puts our public key among those of ops, and lets it use sudo without a password',
      },
      {
        ...{ mutation: 'updateHost', input: { hostId, user: '<the right user>' }, hostId: 'h', command: null },
        title: 'If ops is not its user, give that; another key is given as sshKeyId',
      },
    ]);
    expect(command).toContain('ssh-ed25519 QUJD front');
    expect(offered('root')[0]?.title).toMatch(/ among those of root$/);
  });

  it('without SSH has no address of ours to change', () => {
    expect(waysBack('TRANSIENT', { ...way, endpoint: null }, null)).toMatchObject([
      { title: 'See that web-1 runs and serves SSH, and that no firewall is between' },
    ]);
  });

  it.each([
    ['NO_SPACE', /^Free some space on web-1\b/, 'df -h; df -i'],
    ['READ_ONLY', /^Have the file system of web-1 take writes again/, expect.stringMatching(/^findmnt -O ro; /)],
    ['NO_MEMORY', /^End what takes the memory of web-1/, expect.stringMatching(/^free -m; /)],
    ['FORBIDDEN', /^Let root write on web-1/, null],
    ['UNABLE', /^See to what the message says of web-1/, null],
  ])('for %s is no matter of reaching it', (faultClass, title, command) => {
    const told = { ...{ mutation: null, input: null, hostId: 'h' }, command, title: expect.stringMatching(title) };
    expect(waysBack(faultClass, way, null)).toEqual([told]);
  });
});

describe('a MySQL server that could not be reached', () => {
  const mysql = {
    databaseServerId: 'd',
    address: '10.0.0.9',
    port: 3307,
    user: 'root',
    isMadeHere: false,
    isUsed: false,
  };
  const databaseServerId = toGlobalId('DatabaseServer', 'd');
  const ways = (faultClass: string, changed: Partial<typeof mysql> = {}) =>
    waysBack(faultClass, { hostId: 'h', name: 'db1', endpoint: null, mysql: { ...mysql, ...changed } }, null);

  it('is looked for as MySQL where it does not answer, or at another address', () => {
    expect(ways('TRANSIENT')).toMatchObject([
      {
        title: expect.stringMatching(/^See that MySQL runs on db1 and listens at 10\.0\.0\.9 port 3307/),
        mutation: null,
      },
      { mutation: 'updateDatabaseServer', input: { databaseServerId, address: '<the right address>', port: 3307 } },
    ]);
  });

  it('is given another password where it refuses the login', () => {
    const [update, byHand, ...more] = ways('AUTH');
    expect(more).toEqual([]);
    expect(update).toEqual({
      ...{ mutation: 'updateDatabaseServer', input: { databaseServerId, password: '<the right password>' } },
      ...{ command: null, hostId: 'h' },
      title:
        'If root of db1 has another password than it was registered with, give that; another user is given as user',
    });
    expect(byHand).toMatchObject({ mutation: null, title: expect.stringMatching(/^Otherwise let root in on db1/) });
  });

  it('has no address or password of its owner where it is the own one of a manager', () => {
    for (const faultClass of ['TRANSIENT', 'AUTH']) {
      expect(ways(faultClass, { isMadeHere: true }).map(({ mutation }) => mutation)).toEqual([null]);
    }
  });

  it('is asked for at no other address where something of accounts was made on it, as it stays there', () => {
    expect(ways('TRANSIENT', { isUsed: true }).map(({ mutation }) => mutation)).toEqual([null]);
    expect(ways('AUTH', { isUsed: true })).toEqual(ways('AUTH'));
  });

  it('is like any other host for other troubles', () => {
    expect(ways('INVALID')).toMatchObject([{ title: 'See to what the message says is missing on db1' }]);
    expect(ways('BUSY')).toEqual([]);
  });
});
