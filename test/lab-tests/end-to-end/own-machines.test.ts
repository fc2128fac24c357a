import { randomUUID } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { Lab } from '../../lab/lab.js';
import { thorough } from '../../thorough.js';
import { firstBoot } from './first-boot.js';
import { MortalServer } from './mortal-server.js';

jest.setTimeout(600_000);

const named = z.object({ id: z.string(), name: z.string(), state: z.string() });
const made = z.object({ hosts: z.array(named), operation: z.object({ id: z.string() }) });
const commands = z.object({ sshKey: z.object({ id: z.string(), root: z.string(), deploy: z.string() }) });
const looked = z.object({ operation: z.object({ id: z.string() }) });
const stated = z.object({ hosts: z.object({ nodes: z.array(named) }) });

/** Hosts that somebody has already, where nobody knows the key of the lab. */
describe('machines that somebody has already', () => {
  let lab: Lab;
  let server: MortalServer;
  let data: string;

  beforeAll(async () => {
    data = mkdtempSync(join(tmpdir(), 'hostwright-own-'));
    chmodSync(data, 0o755);
    server = new MortalServer(data);
    await server.start();
    lab = await Lab.up({
      hosts: [
        { name: 'gate', image: 'bare', segments: ['public', 'private'] },
        { name: 'inner', image: 'bare', segments: ['private'] },
        { name: 'front', image: 'bare' },
        { name: 'stranger', image: 'bare' },
      ],
    });
  });

  afterAll(async () => {
    await server?.stop();
    await lab?.down();
    rmSync(data, { recursive: true, force: true });
  });

  /** What the command prints last on a host. */
  async function letIn(host: string, command: string): Promise<string> {
    const { exitCode, stdout, stderr } = await lab.run(host, command, 60);
    if (exitCode !== 0) throw new Error(`${host}: ${stderr}`);
    return /SHA256:\S+/.exec(stdout.trim().split('\n').at(-1) ?? '')?.[0] ?? stdout;
  }

  const register = (sshKeyId: string, hosts: readonly object[]): Promise<z.output<typeof made>> =>
    server
      .client()
      .mutate(
        'registerHosts',
        'RegisterHostsInput',
        'hosts { id name state } operation { id }',
        { idempotencyKey: randomUUID(), sshKeyId, hosts },
        made,
      );

  const states = async (): Promise<Readonly<Record<string, string>>> => {
    const { hosts } = await server.client().request('{ hosts(first: 10) { nodes { id name state } } }', {}, stated);
    return Object.fromEntries(hosts.nodes.map(({ name, state }) => [name, state]));
  };

  it('let in the key by the command that it tells, as often as that is run, and are looked at', async () => {
    const { sshKey } = await server
      .client()
      .mutate(
        'createSshKey',
        'CreateSshKeyInput',
        'sshKey { id root: installCommand deploy: installCommand(user: "deploy", forwarding: false) }',
        { idempotencyKey: randomUUID(), name: 'own' },
        commands,
      );
    // What was there before stays, also where its last line has no end.
    await letIn('gate', `printf '# mine' >>/root/.ssh/authorized_keys; ${sshKey.root}`);
    const fingerprints = {
      gate: await letIn('gate', sshKey.root),
      inner: await letIn('inner', sshKey.deploy),
      front: await letIn('front', sshKey.deploy),
    };
    await letIn('inner', sshKey.deploy);
    expect(fingerprints.gate).toBe(lab.host('gate').hostKeySha256);
    const kept = await lab.run('gate', 'grep -c hostwright-own /root/.ssh/authorized_keys; grep -cx "# mine" /root/.ssh/authorized_keys'); // prettier-ignore
    expect(kept.stdout).toBe('1\n1\n');
    // Another restriction takes the place of the former one.
    await letIn('front', sshKey.deploy.replaceAll("'restrict ", "'restrict,port-forwarding "));
    const line = await lab.run('front', 'cut -d" " -f1 /var/lib/deploy/.ssh/authorized_keys; stat -c "%U %a" /var/lib/deploy/.ssh /var/lib/deploy/.ssh/authorized_keys'); // prettier-ignore
    expect(line.stdout).toBe('restrict,port-forwarding\ndeploy 700\ndeploy 600\n');

    const [gate] = (
      await register(sshKey.id, [
        { name: 'front', address: lab.host('front').publicAddress, user: 'deploy', hostKeyFingerprint: fingerprints.front }, // prettier-ignore
        { name: 'gate', address: lab.host('gate').publicAddress, hostKeyFingerprint: fingerprints.gate },
      ]).then(async (answer) => {
        await server.follow(answer.operation.id);
        return answer;
      })
    ).hosts.filter(({ name }) => name === 'gate');
    const through = await register(sshKey.id, [
      {
        ...{ name: 'inner', address: lab.host('inner').privateAddress, user: 'deploy' },
        ...{ reachedThroughId: gate?.id, hostKeyFingerprint: fingerprints.inner },
      },
    ]);
    await server.follow(through.operation.id);
    expect(await states()).toEqual({ front: 'READY', gate: 'READY', inner: 'READY' });

    // A session of ours is open there: what is asked is whether the host would let us in now.
    await lab.run('gate', 'mv /root/.ssh/authorized_keys /root/.ssh/kept');
    const look = async (): Promise<void> => {
      const input = { idempotencyKey: randomUUID(), hostIds: [gate?.id] };
      const { operation } = await server
        .client()
        .mutate('observeHosts', 'ObserveHostsInput', 'operation { id }', input, looked);
      await server.follow(operation.id);
    };
    await expect(look()).rejects.toThrow(/the host refuses the key of this user/);
    await lab.run('gate', 'mv /root/.ssh/kept /root/.ssh/authorized_keys');
    await look();

    const wrong = {
      name: 'stranger',
      address: lab.host('stranger').publicAddress,
      hostKeyFingerprint: fingerprints.gate,
    };
    const refused = await register(sshKey.id, [wrong]);
    await expect(server.follow(refused.operation.id)).rejects.toThrow(/stranger.*key/);
    expect(await states()).toMatchObject({ stranger: 'QUARANTINED' });
  });
});

// Python and all that cloud-init does take a lab host most of a minute.
if (thorough) describe('machines that boot for the first time', firstBoot);
