import type { Duplex } from 'node:stream';
import type { Connection } from 'mysql2/promise';
import type { Secret, SecretRef } from '../../domain/secret.js';
import type { Answer, Question } from '../../probes/probe.js';
import type { Change } from '../../steps/change.js';
import { HostFault } from '../../ports/host-fault.js';
import type { ChangeRun, HostSession, LookRun, UnitChanges, UnitRun } from '../../steps/harness/host-session.js';
import { redactor } from '../../steps/harness/redact.js';
import { OpenSecrets, secretsOfChanges, secretsOfQuestions } from '../../steps/harness/secret-refs.js';
import type { SqlTarget } from '../../steps/harness/sql-sessions.js';
import { releaseFence, takeFence } from './sql-fence.js';
import { ask, isForNow, logIn, refusalOf } from './sql-login.js';

export interface SqlHostSessionOptions {
  readonly target: SqlTarget;
  /** A new stream to the server, over whatever way leads there. */
  readonly stream: () => Promise<Duplex>;
  readonly open: (ref: SecretRef) => Promise<Secret>;
}

/** A server that is reached by SQL only, with the contract of a host: look, change under a fence. */
export class SqlHostSession implements HostSession {
  private trips = 0;
  private readonly secrets: OpenSecrets;
  private root: Connection | undefined;

  constructor(private readonly options: SqlHostSessionOptions) {
    this.secrets = new OpenSecrets(options.open);
  }

  get roundTrips(): number {
    return this.trips;
  }

  async look(questions: readonly Question[]): Promise<LookRun> {
    this.trips += 1;
    await this.secrets.ensure([this.options.target.password, ...secretsOfQuestions(questions)]);
    const asked = performance.now();
    const answers: Answer[] = [];
    for (const question of questions) answers.push(this.redacted(await this.onTheWay(() => this.answer(question))));
    return { is: 'answers', answers, elapsedMs: performance.now() - asked };
  }

  async change(fence: number, units: readonly UnitChanges[]): Promise<ChangeRun> {
    this.trips += 1;
    const { target } = this.options;
    await this.secrets.ensure([target.password, ...secretsOfChanges(units.flatMap(({ changes }) => changes))]);
    return this.onTheWay(async () => {
      const root = await this.connected();
      try {
        return await this.fenced(root, fence, units);
      } finally {
        // The session may go on looking for as long as it likes; nobody shall wait for that.
        await releaseFence(root);
      }
    });
  }

  changeConfirmed(): Promise<never> {
    return Promise.reject(new TypeError('nothing that is done by SQL can cut our own connection'));
  }

  async close(): Promise<void> {
    const { root } = this;
    this.root = undefined;
    await root?.end().catch(() => root.destroy());
  }

  private async fenced(root: Connection, fence: number, units: readonly UnitChanges[]): Promise<ChangeRun> {
    const fenced = await takeFence(root, this.options.target.hostId, fence);
    if (fenced.is === 'refused') {
      throw new HostFault('AUTH', `${this.options.target.hostName} refuses to be fenced: ${fenced.why}`);
    }
    if (fenced.is !== 'ours') return fenced;
    const runs: UnitRun[] = [];
    for (const { changes, after } of units) {
      const held = after.some((index) => failed(runs[index]));
      runs.push(held ? { is: 'notRun' } : await this.runUnit(root, changes));
    }
    return { is: 'ran', units: runs };
  }

  private async runUnit(root: Connection, changes: readonly Change[]): Promise<UnitRun> {
    for (const [index, change] of changes.entries()) {
      if (change.do !== 'sql') throw new TypeError(`a change to ${change.do} was sent to a database server`);
      const params = change.params.map((param) =>
        typeof param === 'string' ? param : this.secrets.get(param.secret).reveal(),
      );
      const output = this.redacted(await ask(root, change.statement, params));
      if (output.exitCode !== 0) return { is: 'ran', output, failedChange: index };
    }
    return { is: 'ran', output: { exitCode: 0, stdout: '', stderr: '' }, failedChange: null };
  }

  private async answer(question: Question): Promise<Answer> {
    if (question.via === 'shell') return { exitCode: 127, stdout: '', stderr: 'this server is reached by SQL only' };
    if (question.via === 'sqlLogin') return this.tryLogin(question);
    const root = await this.connected();
    return ask(root, question.statement, question.params);
  }

  private refused(answer: Answer): HostFault {
    const { hostName, login, address, port } = this.options.target;
    const server = `${hostName} (${address} port ${port})`;
    const { stderr } = this.redacted(answer);
    return isForNow(answer)
      ? new HostFault('TRANSIENT', `${server} lets ${login} in at another time: ${stderr}`)
      : new HostFault('AUTH', `${server} refuses the login ${login} with the password that is registered: ${stderr}`);
  }

  /** The connection as root, kept for the session. Throws a `HostFault` where the server does not let us in. */
  private async connected(): Promise<Connection> {
    if (this.root !== undefined) return this.root;
    const { target } = this.options;
    try {
      this.root = await logIn(await this.options.stream(), target.login, this.secrets.get(target.password), null);
      return this.root;
    } catch (error) {
      const refusal = refusalOf(error);
      throw refusal === undefined ? error : this.refused(refusal);
    }
  }

  private async tryLogin({ user, password, database, statement }: Question & { via: 'sqlLogin' }): Promise<Answer> {
    try {
      const connection = await logIn(await this.options.stream(), user, this.secrets.get(password), database);
      try {
        return await ask(connection, statement, []);
      } finally {
        await connection.end();
      }
    } catch (error) {
      const refusal = refusalOf(error);
      if (refusal === undefined) throw error;
      return refusal;
    }
  }

  /** A link that breaks is a fault of the way; the connection is not used again. */
  private async onTheWay<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof HostFault || error instanceof TypeError) throw error;
      this.root?.destroy();
      this.root = undefined;
      const { hostName, address, port } = this.options.target;
      const cause = error instanceof Error ? error.message : String(error);
      throw new HostFault('TRANSIENT', `${hostName} (${address} port ${port}): ${cause}`, { cause: error });
    }
  }

  private redacted(answer: Answer): Answer {
    const redact = redactor(this.secrets.values());
    return { exitCode: answer.exitCode, stdout: redact(answer.stdout), stderr: redact(answer.stderr) };
  }
}

function failed(run: UnitRun | undefined): boolean {
  return run === undefined || run.is !== 'ran' || run.failedChange !== null;
}
