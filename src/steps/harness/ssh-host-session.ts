import type { Secret, SecretRef } from '../../domain/secret.js';
import type { Clock } from '../../ports/clock.js';
import type {
  HostConnection,
  HostConnections,
  RemoteResult,
  RunLimits,
  SshTarget,
} from '../../ports/host-connections.js';
import type { Answer, Question } from '../../probes/probe.js';
import type { Change } from '../change.js';
import type { CommitConfirm } from '../decision.js';
import { askTogether } from './ask-together.js';
import { confirmedChange } from './confirmed-change.js';
import { earlyEnd } from './early-end.js';
import { readChange, readLook } from './frames.js';
import { HostFault } from '../../ports/host-fault.js';
import type { ChangeRun, HostSession, LookRun, UnitChanges } from './host-session.js';
import { redactor } from './redact.js';
import { busyExitCode, changeCommand, lookCommand } from './remote-command.js';
import { renderChange } from './render-change.js';
import { renderLook } from './render-look.js';
import { OpenSecrets, secretsOfChanges, secretsOfQuestions } from './secret-refs.js';

const lookLimits: RunLimits = { firstByteMs: 30_000, silenceMs: 60_000, totalMs: 120_000, outputBytes: 8 << 20 };
const changeLimits: RunLimits = { firstByteMs: 600_000, silenceMs: 600_000, totalMs: 620_000, outputBytes: 8 << 20 };
const answerBytes = 1 << 20;

export interface SshHostSessionOptions {
  readonly tenantId: string;
  readonly hostName: string;
  readonly target: SshTarget;
  readonly connections: HostConnections;
  readonly open: (ref: SecretRef) => Promise<Secret>;
  /** New random hex text; one for every round trip, so that no output can pretend to be a frame. */
  readonly nonce: () => string;
  readonly pause: (milliseconds: number) => Promise<void>;
  readonly clock: Clock;
}

/** A host over SSH: one connection, constant remote commands, scripts and frames on its streams. */
export class SshHostSession implements HostSession {
  private trips = 0;
  private readonly secrets: OpenSecrets;

  constructor(private readonly options: SshHostSessionOptions) {
    this.secrets = new OpenSecrets(options.open);
  }

  get roundTrips(): number {
    return this.trips;
  }

  async look(questions: readonly Question[]): Promise<LookRun> {
    await this.secrets.ensure(secretsOfQuestions(questions));
    const nonce = this.options.nonce();
    const { asked: together, answers } = askTogether(questions);
    const script = renderLook(together, nonce, (ref) => this.secrets.get(ref));
    const connection = await this.shared();
    const { clock, target } = this.options;
    const asked = clock.monotonic();
    const result = await this.send(connection, lookCommand(target.user), script, lookLimits);
    const elapsedMs = clock.monotonic() - asked;
    const look = readLook(result.stdout.toString('utf8'), result.stderr.toString('utf8'), nonce, together.length);
    if (look === undefined) throw this.brokenOff('look', result);
    if (look.is === 'busy') return look;
    return { is: 'answers', answers: answers(look.answers).map((answer) => this.redacted(answer)), elapsedMs };
  }

  async change(fence: number, units: readonly UnitChanges[]): Promise<ChangeRun> {
    return this.changeOver(await this.shared(), fence, units);
  }

  private async changeOver(
    connection: HostConnection,
    fence: number,
    units: readonly UnitChanges[],
  ): Promise<ChangeRun> {
    await this.secrets.ensure(secretsOfChanges(units.flatMap(({ changes }) => changes)));
    const nonce = this.options.nonce();
    const script = renderChange(units, fence, nonce, (ref) => this.secrets.get(ref));
    const result = await this.send(connection, changeCommand(this.options.target.user), script, changeLimits);
    if (result.exitCode === busyExitCode && result.stdout.length === 0) return { is: 'busy' };
    const run = readChange(result.stdout.toString('utf8'), result.stderr.toString('utf8'), nonce, units.length);
    if (run.is !== 'ran') return run;
    if (result.exitCode !== null && run.units.every((unit) => unit.is === 'unknown'))
      throw this.brokenOff('change', result);
    return {
      is: 'ran',
      units: run.units.map((unit) => (unit.is === 'ran' ? { ...unit, output: this.redacted(unit.output) } : unit)),
    };
  }

  async changeConfirmed(
    fence: number,
    changes: readonly Change[],
    commitConfirm: CommitConfirm,
  ): Promise<ChangeRun | { readonly is: 'reverted' }> {
    await this.secrets.ensure(secretsOfChanges([...changes, ...commitConfirm.undo, ...commitConfirm.confirm]));
    const name = `hostwright-revert-${this.options.nonce()}`;
    const { arm, disarm } = confirmedChange(name, fence, commitConfirm, (ref) => this.secrets.get(ref));
    const { clock } = this.options;
    const deadline = clock.monotonic() + commitConfirm.seconds * 1000;
    try {
      const made = await this.change(fence, [{ changes: [...arm, ...changes], after: [] }]);
      const [unit] = made.is === 'ran' ? made.units : [];
      if (unit?.is !== 'unknown' && !(unit?.is === 'ran' && unit.failedChange === null)) return made;
    } catch (error) {
      // The change may have cut this very connection; only coming back can tell.
      if (!isTransient(error)) throw error;
    }
    while (clock.monotonic() < deadline) {
      const confirmed = await this.confirm(fence, [...disarm, ...commitConfirm.confirm]).catch((error: unknown) => {
        if (!mayPass(error)) throw error;
      });
      // Only the first one tells that the host was faster.
      const [first] = confirmed?.is === 'ran' ? confirmed.units : [];
      if (first?.is === 'ran' && first.failedChange === 0) return { is: 'reverted' };
      // Busy: the shell that made the change has not ended yet.
      if (confirmed !== undefined && confirmed.is !== 'busy') return confirmed;
      await this.options.pause(500);
    }
    return { is: 'reverted' };
  }

  /** Over a connection of its own: the shared one may be dead without knowing it yet. */
  private async confirm(fence: number, changes: readonly Change[]): Promise<ChangeRun> {
    const { tenantId, target, connections } = this.options;
    const connection = await connections.fresh(tenantId, target);
    try {
      return await this.changeOver(connection, fence, [{ changes, after: [] }]);
    } finally {
      connection.close();
    }
  }

  private shared(): Promise<HostConnection> {
    const { connections, tenantId, target } = this.options;
    return connections.get(tenantId, target);
  }

  private async send(
    connection: HostConnection,
    command: string,
    script: string,
    limits: RunLimits,
  ): Promise<RemoteResult> {
    this.trips += 1;
    return connection.run(command, Buffer.from(script, 'utf8'), limits);
  }

  private redacted(answer: Answer): Answer {
    const redact = redactor(this.secrets.values());
    // Before it is cut: the beginning of a secret would not be found.
    const clip = (text: string): string => {
      const safe = redact(text);
      return safe.length <= answerBytes
        ? safe
        : `${safe.slice(0, answerBytes)}\n[cut: ${safe.length - answerBytes} more]`;
    };
    return { exitCode: answer.exitCode, stdout: clip(answer.stdout), stderr: clip(answer.stderr) };
  }

  private brokenOff(what: 'look' | 'change', result: RemoteResult): HostFault {
    const { hostName, target } = this.options;
    const said = redactor(this.secrets.values())(result.stderr.toString('utf8'));
    return earlyEnd(what, hostName, target.user, result, said);
  }
}

function isTransient(error: unknown): boolean {
  return error instanceof HostFault && error.faultClass === 'TRANSIENT';
}

/** A host whose disk is full, say, undoes the change by itself where it has not confirmed it in time. */
function mayPass(error: unknown): boolean {
  return error instanceof HostFault && !['AUTH', 'TRUST', 'INVALID'].includes(error.faultClass);
}
