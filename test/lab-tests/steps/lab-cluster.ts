import { randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Secret, type SecretRef } from '../../../src/domain/secret.js';
import { mysql2Sessions } from '../../../src/edges/mysql2/mysql2-sessions.js';
import { systemClock } from '../../../src/edges/node/system-clock.js';
import { Ssh2Connections } from '../../../src/edges/ssh2/ssh2-connections.js';
import type { SshTarget } from '../../../src/ports/host-connections.js';
import type { SqlTarget } from '../../../src/steps/harness/sql-sessions.js';
import { SshHostSession } from '../../../src/steps/harness/ssh-host-session.js';
import { LAB_MYSQL_ROOT_PASSWORD, type Lab } from '../../lab/lab.js';
import { hostSnapshot } from './host-snapshot.js';
import type { OpenSession, TrialCluster } from './trial-cluster.js';

const handLimits = { firstByteMs: 120_000, silenceMs: 120_000, totalMs: 120_000, outputBytes: 8 << 20 };

interface Ended {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function outputOf(name: string, script: string, { exitCode, stdout, stderr }: Ended): string {
  if (exitCode !== 0) throw new Error(`${name}: ${script}\nended with ${exitCode}: ${stderr}${stdout}`);
  return stdout.trim();
}

/** The hosts of a lab as Hostwright reaches them: over its own edges, with pinned keys and secrets by reference. */
export class LabCluster implements TrialCluster {
  readonly tenantId = randomUUID();
  readonly connections: Ssh2Connections;
  private readonly secrets = new Map<string, Secret>();
  private readonly hostIds = new Map<string, string>();
  private readonly inside = new Set<string>();
  private readonly labKey: SecretRef;
  private readonly rootPassword: SecretRef;

  constructor(readonly lab: Lab) {
    this.connections = new Ssh2Connections({ open: (_, ref) => this.open(ref) });
    this.labKey = this.keep(lab.privateKey);
    this.rootPassword = this.keep(LAB_MYSQL_ROOT_PASSWORD);
  }

  keep(value: string, former?: SecretRef): SecretRef {
    const ref = { secretId: former?.secretId ?? randomUUID(), version: (former?.version ?? 0) + 1 };
    this.secrets.set(JSON.stringify(ref), new Secret(value));
    return ref;
  }

  hostId(name: string): string {
    const id = this.hostIds.get(name) ?? randomUUID();
    this.hostIds.set(name, id);
    return id;
  }

  /** Whether a host is reached through the manager although it has a public address. */
  reachInside(name: string, is: boolean): void {
    if (is) this.inside.add(name);
    else this.inside.delete(name);
  }

  /** A host without a public address is reached through the manager. */
  sshTarget(name: string, changed: Partial<SshTarget> = {}): SshTarget {
    const { publicAddress, privateAddress, port, user, hostKeySha256 } = this.lab.host(name);
    const outside = this.inside.has(name) ? undefined : publicAddress;
    return {
      hostId: this.hostId(name),
      address: outside ?? privateAddress ?? '',
      port,
      user,
      privateKey: this.labKey,
      pinnedSha256: hostKeySha256,
      reachedThrough: outside === undefined ? this.sshTarget('manager') : null,
      ...changed,
    };
  }

  sshSession(name: string, changed: Partial<SshTarget> = {}): SshHostSession {
    return new SshHostSession({
      tenantId: this.tenantId,
      hostName: name,
      target: this.sshTarget(name, changed),
      connections: this.connections,
      open: (ref) => this.open(ref),
      nonce: () => randomBytes(16).toString('hex'),
      pause: (milliseconds) => pause(milliseconds),
      clock: systemClock,
    });
  }

  sqlSession(name: string, changed: Partial<SqlTarget> = {}): OpenSession {
    return mysql2Sessions(this.connections, { open: (_, ref) => this.open(ref) }).open(this.tenantId, {
      hostId: this.hostId(name),
      hostName: name,
      address: this.lab.host(name).privateAddress ?? '',
      port: 3306,
      login: 'root',
      password: this.rootPassword,
      through: this.sshTarget('manager'),
      ...changed,
    });
  }

  /** As the engine does it: database servers over SQL, every other host over SSH. */
  session(name: string): OpenSession {
    if (['database', 'galera'].includes(this.lab.host(name).image)) return this.sqlSession(name);
    const session = this.sshSession(name);
    return Object.assign(session, { close: () => Promise.resolve() });
  }

  /** A script as root over the connection that sessions share, since a login of its own takes a lab host long. */
  async byHand(name: string, script: string): Promise<string> {
    const connection = await this.connections.get(this.tenantId, this.sshTarget(name));
    const { exitCode, stdout, stderr } = await connection.run('sh', Buffer.from(script), handLimits);
    return outputOf(name, script, { exitCode, stdout: stdout.toString('utf8'), stderr: stderr.toString('utf8') });
  }

  snapshot(name: string): Promise<readonly string[]> {
    return hostSnapshot(this, name);
  }

  journal(name: string): Promise<string> {
    return this.byHand(name, 'journalctl -b --no-pager -o short-monotonic -n 60');
  }

  /** Resolves once nothing of a boot is under way any more. */
  async hasSettled(name: string): Promise<void> {
    const state = await this.byOpenSsh(name, 'systemctl is-system-running --wait || :');
    if (!['running', 'degraded'].includes(state)) throw new Error(`${name} is ${state} after its boot`);
  }

  /** A script as root by another client than Hostwright's, with a login of its own. */
  async byOpenSsh(name: string, script: string): Promise<string> {
    return outputOf(name, script, await this.lab.runByLogin(name, script, 120));
  }

  private async open(ref: SecretRef): Promise<Secret> {
    const secret = this.secrets.get(JSON.stringify({ secretId: ref.secretId, version: ref.version }));
    if (secret === undefined) throw new Error(`there is no secret ${ref.secretId}`);
    return secret;
  }
}
