import { randomUUID } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { Lab } from '../../lab/lab.js';
import { factsOfHosts } from './host-facts.js';
import { MortalServer } from './mortal-server.js';

const userData = z.object({ sshKey: z.object({ id: z.string(), root: z.string(), deploy: z.string() }) });
const operation = z.object({ id: z.string() });
const made = z.object({ hosts: z.array(z.object({ id: z.string() })), operation });
const stated = z.object({ hosts: z.object({ nodes: z.array(z.object({ name: z.string(), state: z.string() })) }) });

/** As a person reads it on the machine's screen. */
const printedFingerprint = /BEGIN SSH HOST KEY FINGERPRINTS[^]*?(SHA256:\S+)[^\n]*\(ED25519\)/;

/** Tests of hosts that are yet to be made, and have nothing of us but their user data. */
export function firstBoot(): void {
  let lab: Lab;
  let server: MortalServer;
  let data: string;

  beforeAll(async () => {
    data = mkdtempSync(join(tmpdir(), 'hostwright-first-'));
    chmodSync(data, 0o755);
    server = new MortalServer(data);
    await server.start();
  });

  afterAll(async () => {
    await server?.stop();
    await lab?.down();
    rmSync(data, { recursive: true, force: true });
  });

  it('let in nobody but the key of their user data, with the host key that their console shows, and are looked at', async () => {
    const client = server.client();
    const { sshKey } = await client.mutate(
      'createSshKey',
      'CreateSshKeyInput',
      'sshKey { id root: cloudInit deploy: cloudInit(user: "deploy", forwarding: false) }',
      { idempotencyKey: randomUUID(), name: 'first' },
      userData,
    );
    lab = await Lab.up({
      hosts: [
        { name: 'asroot', image: 'cloud', userData: sshKey.root },
        { name: 'asdeploy', image: 'cloud', userData: sshKey.deploy },
      ],
    });
    const hosts = [
      { name: 'asroot', user: 'root' },
      { name: 'asdeploy', user: 'deploy' },
    ].map(({ name, user }) => ({
      ...{ name, user, address: lab.host(name).publicAddress },
      hostKeyFingerprint: printedFingerprint.exec(lab.console(name))?.[1],
    }));
    for (const { name } of hosts) expect((await lab.runByLogin(name, 'true')).stderr).toMatch(/Permission denied/);

    const registered = await client.mutate(
      'registerHosts',
      'RegisterHostsInput',
      'hosts { id } operation { id }',
      { idempotencyKey: randomUUID(), sshKeyId: sshKey.id, hosts },
      made,
    );
    await server.follow(registered.operation.id);
    const again = await client.mutate(
      'observeHosts',
      'ObserveHostsInput',
      'operation { id }',
      { idempotencyKey: randomUUID(), hostIds: registered.hosts.map(({ id }) => id) },
      z.object({ operation }),
    );
    await server.follow(again.operation.id);
    const answer = await client.request('{ hosts(first: 10) { nodes { name state } } }', {}, stated);
    expect(answer.hosts.nodes.toSorted((one, other) => one.name.localeCompare(other.name))).toEqual([
      { name: 'asdeploy', state: 'READY' },
      { name: 'asroot', state: 'READY' },
    ]);
    // Whoever looks by sudo sees what root sees.
    const [one, other] = (await factsOfHosts(client)).map(({ facts }) =>
      facts.nodes.map(({ probe, exitCode, stderr }) => `${probe} ${exitCode} ${stderr}`).sort(),
    );
    expect(one?.length).toBeGreaterThan(10);
    expect(one).toEqual(other);
  });
}
