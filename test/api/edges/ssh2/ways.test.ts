import { ssh2KeyPairs } from '../../../../src/edges/ssh2/ssh2-key-pairs.js';
import { Ssh2Connections } from '../../../../src/edges/ssh2/ssh2-connections.js';
import { FakeFleet } from '../../../../src/fake-fleet/fake-fleet.js';
import { planFleet } from '../../../../src/fake-fleet/plan-fleet.js';
import type { SshTarget } from '../../../../src/ports/host-connections.js';

const [letIn, stranger] = [ssh2KeyPairs.generate('let-in'), ssh2KeyPairs.generate('stranger')];
const keys = new Map([
  ['let-in', letIn.privateKey],
  ['stranger', stranger.privateKey],
]);

let fleet: FakeFleet;
let connections: Ssh2Connections;
beforeAll(async () => {
  const plans = planFleet(2).map(({ plan }) => plan);
  fleet = await FakeFleet.start({
    ...{ plans, address: '127.0.0.1', port: 0, keyPairs: ssh2KeyPairs, authorized: letIn.publicKey },
  });
  connections = new Ssh2Connections({
    open: (_, { secretId }) => Promise.resolve(keys.get(secretId) ?? stranger.privateKey),
  });
});
afterAll(async () => {
  connections.closeAll();
  await fleet.close();
});

function to(name: string, by = 'let-in', reachedThrough: SshTarget | null = null): SshTarget {
  const { port, hostKeySha256: pinnedSha256 } = fleet.server(name);
  return {
    ...{ hostId: name, address: '127.0.0.1', port, user: 'root', pinnedSha256, reachedThrough },
    privateKey: { secretId: by, version: 1 },
  };
}

it('a connection is shared by who comes the same way, and by nobody who comes with another key', async () => {
  const first = await connections.get('tenant', to('node1'));
  expect(await connections.get('tenant', to('node1'))).toBe(first);
  await expect(connections.get('tenant', to('node1', 'stranger'))).rejects.toMatchObject({ faultClass: 'AUTH' });
});

it('nor by who comes through another host', async () => {
  await connections.get('tenant', to('node1'));
  const through = to('manager', 'stranger');
  await expect(connections.get('tenant', to('node1', 'let-in', through))).rejects.toThrow();
});

it('what fails on the way is the fault of the host there', async () => {
  const through = to('manager', 'stranger');
  await expect(connections.get('tenant', to('node1', 'let-in', through))).rejects.toMatchObject({
    ...{ faultClass: 'AUTH', hostId: 'manager' },
  });
  const silent = { ...to('manager'), port: 1 };
  await expect(connections.get('tenant', to('node1', 'let-in', silent))).rejects.toMatchObject({
    ...{ faultClass: 'TRANSIENT', hostId: 'manager' },
  });
  await expect(connections.get('tenant', { ...to('node1'), port: 1 })).rejects.toMatchObject({ hostId: undefined });
});

it('whether a host lets us in is tried beside the connection that is open, and not where there is none', async () => {
  const { faults } = fleet.server('node1').host;
  const kept = await connections.get('tenant', to('node1'));
  await connections.proveLogin('tenant', to('node1'));
  faults.inject({ is: 'refuse-auth' });
  await expect(connections.proveLogin('tenant', to('node1'))).rejects.toMatchObject({ faultClass: 'AUTH' });
  faults.lift('refuse-auth');
  faults.inject({ is: 'other-host-key' });
  await expect(connections.proveLogin('tenant', to('node1'))).rejects.toMatchObject({ faultClass: 'TRUST' });
  await connections.proveLogin('tenant', to('node1', 'stranger'));
  faults.lift('other-host-key');
  expect(await connections.get('tenant', to('node1'))).toBe(kept);
});
