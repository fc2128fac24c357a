import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { ApiClient } from '../../../quickstart/api-client.js';
import { followOperation } from '../../../quickstart/follow-operation.js';
import { pageRequest } from '../../../quickstart/page-request.js';
import { ServerProcess } from '../../../quickstart/server-process.js';
import { runHostwright } from '../../api/cli/run-hostwright.js';
import { bundledProgram } from '../../bundled-program.js';
import { Lab } from '../../lab/lab.js';
import { thorough } from '../../thorough.js';
import { until } from '../../until.js';
import { expectOwnAnswers } from './expect-own-answers.js';
import { foundByRule } from './found-by-rule.js';
import { proveCluster } from './prove-cluster.js';
import { registerOutside } from './register-outside.js';

jest.setTimeout(900_000);

const domain = 'shop1.example';
const page = 'the page of the example';
const accessLog = '/var/log/hostwright/web/access.log';

const root = join(__dirname, '..', '..', '..');

/** Each on hosts of its own, and by a tenant of its own. */
const allExamples = [
  { what: 'shell', program: ['sh', 'examples/first-cluster.sh'], manager: 'manager1', node: 'node1', number: 1 },
  {
    what: 'TypeScript',
    program: [process.execPath, '--require', 'tsx/cjs', 'examples/first-cluster.ts'],
    manager: 'manager2',
    node: 'node2',
    number: 2,
  },
] as const;
/** They send the same requests: one stands for the other where time is short. */
const examples = thorough ? allExamples : allExamples.slice(0, 1);

const summary = z.object({
  name: z.string(),
  state: z.string(),
  hosts: z.object({ nodes: z.array(z.object({ name: z.string(), role: z.string(), state: z.string() })) }),
  accounts: z.object({ nodes: z.array(z.object({ name: z.string(), uid: z.int(), state: z.string() })) }),
});

const cluster = z.object({ clusterByName: z.object({ id: z.string() }) });
const exported = z.object({ exportCluster: z.string() });
const edited = z.object({ operation: z.object({ id: z.string() }) });
const acknowledgement = z.object({ rule: z.string(), subject: z.string() });

describe('the examples', () => {
  let folder: string;
  let server: ServerProcess;
  let lab: Lab;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'hostwright-examples-'));
    chmodSync(folder, 0o755);
    server = await ServerProcess.start({ data: join(folder, 'data'), port: 0, program: bundledProgram() });
    lab = await Lab.up({
      hosts: [
        ...examples.flatMap(({ manager, node }) =>
          [manager, node].map((name) => ({ name, image: 'equipped' as const })),
        ),
        { name: 'outside', image: 'bare' },
      ],
      clients: ['client'],
    });
  });

  afterAll(async () => {
    await lab?.down();
    await server?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  async function run([program = '', ...args]: readonly string[], tokenFile: string): Promise<string> {
    const child = spawn(program, args, {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, HOSTWRIGHT_URL: server.url, HOSTWRIGHT_TOKEN_FILE: tokenFile },
    });
    let printed = '';
    let said = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (printed += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
    const [code]: unknown[] = await once(child, 'close');
    if (code !== 0) throw new Error(`${args.join(' ')} ended with ${String(code)}: ${said}${printed}`);
    return printed;
  }

  /** What a person runs on a host so that it lets in the tenant's key, which is made unless there is one. */
  async function lettingIn(program: readonly string[], tokenFile: string): Promise<string> {
    const told = await run([...program, 'key'], tokenFile);
    return told.split('\n').find((line) => line.startsWith('sh -c ')) ?? 'false';
  }

  function serviceAddressOf(number: number): string {
    return lab.publicNetwork.replace('.0/24', `.${150 + number}`);
  }

  /** A client gets the site at the service address, each time from one of the hosts. */
  async function expectTraffic(serviceAddress: string, hosts: readonly [string, string], uid: number): Promise<void> {
    await lab.run(hosts[0], `echo '${page}' >/chroot/home/shop1/public_html/index.html`);
    const ask = async (): Promise<string> =>
      (await lab.runInClient('client', ['bash', '-c', pageRequest, serviceAddress, domain])).stdout;
    await until('the site is served', async () => (await ask()).includes(page));
    const answered = async (): Promise<number> => {
      const counts = await Promise.all(hosts.map((host) => lab.run(host, `grep -c "^${uid} " ${accessLog} || :`)));
      return counts.reduce((sum, { stdout }) => sum + Number(stdout), 0);
    };
    const before = await answered();
    for (let time = 0; time < 3; time++) expect(await ask()).toContain(page);
    expect(await answered()).toBe(before + 3);
  }

  it.concurrent.each(examples)('lead from hosts to a cluster: $what', async ({ program, manager, node, number }) => {
    const created = await runHostwright(['token', 'create', '--tenant', `t${number}`, '--data', join(folder, 'data')]);
    const tokenFile = join(folder, `token${number}`);
    writeFileSync(tokenFile, /hw_\S+/.exec(created.said)?.[0] ?? '', { mode: 0o600 });
    const command = await lettingIn(program, tokenFile);
    const hosts = await Promise.all(
      [manager, node].map(async (name) => {
        const { stdout, stderr } = await lab.run(name, command);
        const fingerprint = /SHA256:\S+/.exec(stdout)?.[0];
        if (fingerprint === undefined) throw new Error(`${name}: ${stdout}${stderr}`);
        return { name, address: lab.host(name).publicAddress, fingerprint };
      }),
    );
    const machines = join(folder, `machines${number}.json`);
    const serviceAddress = serviceAddressOf(number);
    const given = {
      ...{ name: 'first', network: lab.publicNetwork, account: 'shop1', domain, webServer: 'NGINX', hosts },
      quorumAddress: lab.publicNetwork.replace('.0/24', `.${160 + number}`),
      serviceAddress,
      // The lab's public network has addresses that are reserved for benchmarks: a warning, and meant.
      acknowledge: [{ rule: 'R-NET-1', subject: 'Network front' }],
      // Lab hosts are small.
      acceptWarnings: ['R-RES-1', 'R-RES-3'],
    };
    const withoutAddress = hosts.map(({ address, ...host }) => ({
      ...host,
      address: host.name === node ? null : address,
    }));
    writeFileSync(machines, JSON.stringify({ ...given, hosts: withoutAddress }));
    await expect(run([...program, 'cluster', machines], tokenFile)).rejects.toThrow(/address of host (node|number 2)/);
    // What was mistyped is mended in the file: nothing was declared yet.
    writeFileSync(machines, JSON.stringify({ ...given, quorumAddress: '9.9.9.9' }));
    await expect(run([...program, 'cluster', machines], tokenFile)).rejects.toThrow(
      /quorumAddress: 9\.9\.9\.9 is outside of/,
    );
    writeFileSync(machines, JSON.stringify(given));
    // Another machine has the service address: told before anything is touched.
    const stranger = (verb: 'add' | 'del'): Promise<unknown> =>
      lab.runInClient('client', ['ip', 'address', verb, `${serviceAddress}/32`, 'dev', 'eth0']);
    const untouched = `ip -o address show to ${serviceAddress}; ls -d /var/lib/nfs/etab /etc/systemd/system/hostwright* 2>/dev/null; :`;
    const before = await Promise.all([manager, node].map((host) => lab.run(host, untouched)));
    await stranger('add');
    const all = { ...given, acceptWarnings: [...given.acceptWarnings, 'R-RES-2'] };
    writeFileSync(machines, JSON.stringify(all));
    await expect(run([...program, 'cluster', machines], tokenFile)).rejects.toThrow(
      new RegExp(
        `serviceAddress: \\S+: ${serviceAddress}, which ${manager} is to bind, is already used on its segment`,
      ),
    );
    expect(await Promise.all([manager, node].map((host) => lab.run(host, untouched)))).toEqual(before);
    await stranger('del');
    writeFileSync(machines, JSON.stringify(given));
    const refused = await run([...program, 'cluster', machines], tokenFile).catch(String);
    const printedWarnings = [...refused.matchAll(/add to acknowledge in \S+ (\{.+?\})/g)].map(([, one = '']) =>
      acknowledgement.parse(JSON.parse(one)),
    );
    expect(printedWarnings).toEqual([manager, node].map((name) => ({ rule: 'R-RES-2', subject: `Host ${name}` })));
    const acknowledged = { ...given, acknowledge: [...given.acknowledge, ...printedWarnings] };
    writeFileSync(machines, JSON.stringify(acknowledged));
    const printed = await run([...program, 'cluster', machines], tokenFile);
    const made = summary.parse(JSON.parse(printed.slice(printed.indexOf('\n{\n') + 1)));
    expect(made).toMatchObject({
      ...{ name: 'first', state: 'ACTIVE', accounts: { nodes: [{ name: 'shop1', state: 'ACTIVE' }] } },
      hosts: {
        nodes: [
          { name: manager, role: 'MANAGER', state: 'READY' },
          { name: node, role: 'NODE', state: 'READY' },
        ],
      },
    });
    const [account] = made.accounts.nodes;
    const onNode = await lab.run(node, 'findmnt -no FSTYPE /chroot; id -u shop1');
    expect(onNode.stdout).toBe(`nfs\n${account?.uid ?? ''}\n`);
    await expectTraffic(serviceAddress, [manager, node], account?.uid ?? 0);
    // What was done already is not done again.
    const again = await run([...program, 'cluster', machines], tokenFile);
    expect(again).toContain('"ACTIVE"');
    writeFileSync(machines, JSON.stringify({ ...acknowledged, name: 'second' }));
    await expect(run([...program, 'cluster', machines], tokenFile)).rejects.toThrow(
      /is a member of the cluster first, and a host serves one; choose another host/,
    );
  });

  it('whose node is seen from outside to answer by itself', async () => {
    const [{ program, manager, number }] = allExamples;
    const tokenFile = join(folder, `token${number}`);
    await lab.run('outside', await lettingIn(program, tokenFile));
    const client = new ApiClient(server.url, readFileSync(tokenFile, 'utf8'));
    const follow = (operationId: string): Promise<void> =>
      followOperation(
        () => client,
        operationId,
        () => undefined,
      );
    const { clusterByName } = await client.request('{ clusterByName(name: "first") { id } }', {}, cluster);
    const clusterId = clusterByName.id;
    // A client stays with one host of the service, and may be given to the manager, which serves too.
    const query = 'query ($id: ID!) { exportCluster(clusterId: $id) }';
    const { exportCluster: whole } = await client.request(query, { id: clusterId }, exported);
    const manifest = whole.replace('weights: []\n', `weights: [{host: ${manager}, weight: 0}]\n`);
    expect(manifest).not.toBe(whole);
    const input = { idempotencyKey: randomUUID(), manifest };
    const edit = await client.mutate('applyCluster', 'ApplyClusterInput', 'operation { id }', input, edited);
    await follow(edit.operation.id);
    const vantageId = await registerOutside(client, lab, follow);
    await follow(await proveCluster(client, { clusterId, proofs: ['DIRECT_ANSWER'], vantageId }));
    const found = await foundByRule(client, clusterId, 'R-NODE-1');
    const answers = found.filter(({ subject }) => subject.startsWith('Address '));
    expectOwnAnswers(answers, serviceAddressOf(number), 1);
  });
});
