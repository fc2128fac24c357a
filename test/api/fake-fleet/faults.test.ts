import { randomUUID } from 'node:crypto';
import { runChange } from '../../../src/fake-fleet/execution/run-change.js';
import type { Fault } from '../../../src/fake-fleet/model/faults.js';
import { HostFault } from '../../../src/ports/host-fault.js';
import { mountFailure } from '../../../src/probes/storage/mount-failure.js';
import { directoryAt } from '../../../src/probes/system/directory-at.js';
import { machineIdentity } from '../../../src/probes/system/machine-identity.js';
import type { Change } from '../../../src/steps/change.js';
import { confirmedChange } from '../../../src/steps/harness/confirmed-change.js';
import type { ChangeRun } from '../../../src/steps/harness/host-session.js';
import { lookCommand } from '../../../src/steps/harness/remote-command.js';
import { storageExport } from '../../../src/steps/storage/storage-export.step.js';
import { homesSteps, exportInput } from '../../lab-tests/steps/user-storage-steps.js';
import { TestWorker } from '../../lab-tests/steps/test-worker.js';
import { until } from '../../until.js';
import { FakeCluster } from './fake-cluster.js';

jest.setTimeout(60_000);

let cluster: FakeCluster;
let worker: TestWorker;
beforeEach(async () => {
  cluster = await FakeCluster.start();
  worker = new TestWorker(cluster);
});
afterEach(() => cluster.end());

const touch = (path: string): Change => ({ do: 'writeFile', path, content: 'x', mode: '0644', replaces: null });
const account = { accountId: randomUUID(), name: 'shop1', uid: 20_001, gid: 20_001 };
const unix = { host: 'node1', kind: 'account.unix', input: account };

function inject(name: string, fault: Fault): void {
  cluster.host(name).inject(fault);
}

function change(fence: number, ...changes: Change[]): Promise<ChangeRun> {
  return cluster.session('node1').change(fence, [{ changes, after: [] }]);
}

async function faultOf(work: Promise<unknown>): Promise<HostFault> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof HostFault) return error;
  throw new Error(`no fault of a host: ${String(error)}`);
}

const look = (): Promise<unknown> => cluster.session('node1').look([machineIdentity().question]);

describe('on the way to a host', () => {
  it.each([
    ['unreachable', 'TRANSIENT', /^root@127\.0\.0\.1 port \d+: /],
    ['refuse-auth', 'AUTH', /refuses the key/],
    ['other-host-key', 'TRUST', /is not the confirmed one/],
  ] as const)('%s is a fault of class %s, until it is over', async (is, faultClass, message) => {
    inject('node1', { is });
    expect(await faultOf(look())).toMatchObject({ faultClass, message: expect.stringMatching(message) });
    cluster.host('node1').faults.lift(is);
    expect(await look()).toMatchObject({ is: 'answers', answers: [{ exitCode: 0 }] });
  });

  it('stall takes a command and never answers it', async () => {
    inject('node1', { is: 'stall' });
    const connection = await cluster.connections.get('tenant', cluster.target('node1'));
    const limits = { firstByteMs: 100, silenceMs: 60_000, totalMs: 60_000, outputBytes: 1000 };
    const fault = await faultOf(connection.run(lookCommand('root'), Buffer.from('x'), limits));
    expect(fault.message).toMatch(/no first byte in 0\.1 s/);
  });

  it('giant-output is cut, and no answer', async () => {
    inject('node1', { is: 'giant-output' });
    expect(await faultOf(look())).toMatchObject({ faultClass: 'UNABLE' });
  });

  it('a stranger with another key, and a user that the host does not have, are turned away', async () => {
    const strange = { ...cluster.target('node1'), user: 'mallory' };
    expect(await faultOf(cluster.connections.fresh('tenant', strange))).toMatchObject({ faultClass: 'AUTH' });
    const otherKey = { ...cluster.target('node1'), privateKey: cluster.keep(await strangersKey()) };
    expect(await faultOf(cluster.connections.fresh('tenant', otherKey))).toMatchObject({ faultClass: 'AUTH' });
  });

  it('a host is reached through another one by an address that only hosts know', async () => {
    const { privateAddress = '' } = cluster.lab.host('node1');
    const target = { ...cluster.target('node1'), address: privateAddress, port: 22 };
    const connection = await cluster.connections.fresh('tenant', {
      ...target,
      reachedThrough: cluster.target('manager'),
    });
    expect(connection.broken).toBe(false);
    connection.close();
  });
});

async function strangersKey(): Promise<string> {
  const { ssh2KeyPairs } = await import('../../../src/edges/ssh2/ssh2-key-pairs.js');
  return ssh2KeyPairs.generate('stranger').privateKey.reveal();
}

describe('during a change', () => {
  it('cut-after ends the connection once, with what was made until then', async () => {
    inject('node1', { is: 'cut-after', changes: 1 });
    expect(await change(1, touch('/etc/a'), touch('/etc/b'))).toEqual({ is: 'ran', units: [{ is: 'unknown' }] });
    expect(cluster.host('node1').files.read('/etc/a')).toBe('x');
    expect(cluster.host('node1').files.at('/etc/b')).toBeUndefined();
    expect(await change(1, touch('/etc/a'), touch('/etc/b'))).toMatchObject({ units: [{ failedChange: null }] });
    expect(cluster.host('node1').files.read('/etc/b')).toBe('x');
  });

  it('command-fails has one program fail, and the step tell of it', async () => {
    inject('node1', { is: 'command-fails', command: 'useradd' });
    expect(await worker.make(unix)).toMatchObject({
      outcome: 'FAILED',
      summary: expect.stringMatching(/change 2 ended with exit code 1: useradd: a fault was injected/),
    });
    cluster.host('node1').faults.lift('command-fails');
    expect(await worker.make(unix)).toMatchObject({ outcome: 'CHANGED' });
  });

  it('disk-full lets nothing be written', async () => {
    await change(1);
    inject('node1', { is: 'disk-full' });
    expect(await faultOf(change(2, touch('/etc/a')))).toMatchObject({
      faultClass: 'NO_SPACE',
      message: expect.stringMatching(/^node1: no space is left at \/var\/lib\/hostwright; /),
    });
    expect(await change(1, touch('/etc/a'))).toMatchObject({
      units: [{ failedChange: 0, output: { stderr: expect.stringContaining('No space left on device') } }],
    });
    expect(cluster.host('node1').files.at('/etc/a')).toBeUndefined();
  });

  it('gid-taken is a conflict of the account that wanted it', async () => {
    inject('node1', { is: 'gid-taken', gid: account.gid });
    expect(await worker.make(unix)).toMatchObject({
      outcome: 'FAILED',
      summary: expect.stringMatching(/GID 20001 is taken.*theirs/),
    });
  });

  it('export-denied keeps the nodes from mounting until it is over', async () => {
    const exported = exportInput(cluster);
    for (const step of homesSteps(cluster, 'manager')) await worker.until(step);
    await worker.until({ host: 'manager', kind: storageExport.kind, input: exported });
    const { privateAddress = '' } = cluster.lab.host('manager');
    inject('manager', { is: 'export-denied' });
    const paths = { directory: exported.directory, target: exported.directory };
    const hosts = { host: cluster.hostId('node1'), exporter: exported.host, server: privateAddress };
    const mount = { host: 'node1', kind: 'storage.mount', input: { ...hosts, ...paths } };
    const made = worker.make(mount);
    await until('the mount is enabled', () => cluster.host('node1').units.show('chroot.mount').fileState === 'enabled');
    expect(cluster.host('node1').mounts.at('/chroot')).toBeUndefined();
    const why = await cluster.session('node1').look([mountFailure('chroot.mount').question]);
    expect(why).toMatchObject({ answers: [{ stdout: expect.stringContaining('access denied by server') }] });
    cluster.host('manager').faults.lift('export-denied');
    expect(await made).toMatchObject({ outcome: 'CHANGED' });
    const answers = await cluster.session('node1').look([directoryAt('/chroot/home').question]);
    expect(answers).toMatchObject({ answers: [{ stdout: expect.stringMatching(/^directory 711 0 0/) }] });
  });
});

describe('what a host itself refuses', () => {
  it('an older fence, whoever comes with it', async () => {
    expect(await change(7, touch('/etc/a'))).toMatchObject({ is: 'ran' });
    expect(await change(6, touch('/etc/b'))).toEqual({ is: 'stale', hostFence: 7 });
    expect(cluster.host('node1').files.at('/etc/b')).toBeUndefined();
  });

  it('a program and a question without a model, in words', async () => {
    expect(await change(1, { do: 'run', argv: ['reboot'] })).toMatchObject({
      units: [{ failedChange: 0, output: { exitCode: 127, stderr: expect.stringContaining('no model of reboot') } }],
    });
    const asked = await cluster.session('node1').look([{ via: 'shell', script: 'uptime', args: [] }]);
    expect(asked).toMatchObject({
      answers: [{ exitCode: 127, stderr: expect.stringContaining('no model of the question: uptime') }],
    });
  });

  it('any other command than those of the harness', async () => {
    const connection = await cluster.connections.get('tenant', cluster.target('node1'));
    const limits = { firstByteMs: 60_000, silenceMs: 60_000, totalMs: 60_000, outputBytes: 1000 };
    const { exitCode, stderr } = await connection.run('reboot', Buffer.alloc(0), limits);
    expect({ exitCode, stderr: stderr.toString() }).toEqual({
      exitCode: 127,
      stderr: expect.stringContaining("Hostwright's own commands only"),
    });
  });
});

describe('a change that nobody confirms', () => {
  const add: Change = { do: 'run', argv: ['ip', 'address', 'replace', '10.77.250.99/32', 'dev', 'eth1'] };
  const remove: Change = { do: 'run', argv: ['ip', 'address', 'del', '10.77.250.99/32', 'dev', 'eth1'] };
  const secrets = (): never => {
    throw new Error('there are none');
  };

  it('is undone by the host, which tells whoever comes late', async () => {
    const { arm, disarm } = confirmedChange(
      'hostwright-revert-1',
      3,
      { undo: [remove], confirm: [], seconds: 1 },
      secrets,
    );
    const host = cluster.host('node1');
    const run = (changes: readonly Change[]): unknown =>
      runChange(host, { nonce: 'abc', fence: 3, units: [{ changes, after: [] }] });
    expect(run([...arm, add])).toMatchObject({ stdout: expect.stringContaining('abc 0 0 -') });
    expect(host.links.holding('10.77.250.99')).toHaveLength(1);
    await until('the address is gone', () => host.links.holding('10.77.250.99').length === 0);
    expect(run(disarm)).toMatchObject({ stdout: expect.stringContaining('abc 0 1 0') });
  });

  it('stays where it was confirmed', async () => {
    const confirmed = { undo: [remove], confirm: [], seconds: 30 };
    const run = await cluster.session('node1').changeConfirmed(1, [add], confirmed);
    expect(run).toMatchObject({ is: 'ran', units: [{ failedChange: null }] });
    const host = cluster.host('node1');
    expect(host.links.holding('10.77.250.99')).toHaveLength(1);
    expect(host.files.below('/run/hostwright')).toEqual([]);
  });
});
