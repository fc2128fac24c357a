import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Caller } from '../../../src/commands/caller.js';
import type { Answered, Command, CommandInput, Workshop } from '../../../src/commands/command.js';
import { execute } from '../../../src/commands/pipeline.js';
import { createWebhookEndpoint } from '../../../src/commands/webhooks/create-webhook-endpoint.command.js';
import { toGlobalId } from '../../../src/domain/ids.js';
import { SecretStore } from '../../../src/edges/keyfile/secret-store.js';
import { addressPolicy } from '../../../src/edges/node/address-policy.js';
import { randomIds } from '../../../src/edges/node/random-ids.js';
import { systemClock } from '../../../src/edges/node/system-clock.js';
import { webhookTargets } from '../../../src/edges/node/webhook-targets.js';
import { ssh2KeyPairs } from '../../../src/edges/ssh2/ssh2-key-pairs.js';
import { UndiciHttpOut } from '../../../src/edges/undici/undici-http-out.js';
import { noMeters } from '../../../src/ports/meters.js';
import type { DeliveryMessage } from '../../../src/ports/queue.js';
import type { Courier } from '../../../src/workers/webhooks/courier.js';
import { deliver } from '../../../src/workers/webhooks/deliver.js';
import { sweepWebhooksHandler } from '../../../src/workers/sweep-webhooks.js';
import { EngineWorld } from '../engine/engine-world.js';
import { Receiver } from './receiver.js';

export const key = randomBytes(32);
const loopback = ['127.0.0.0/8'];

const deliveryRow = z.object({
  id: z.uuid(),
  kind: z.string(),
  state: z.string(),
  attempts: z.int(),
  tries: z.int(),
  next_attempt_at: z.date().nullable(),
});
const attemptRow = z.object({
  number: z.int(),
  finished: z.boolean(),
  status: z.int().nullable(),
  reply: z.string().nullable(),
  error: z.string().nullable(),
});
const endpointRow = z.object({
  state: z.string(),
  disabled_reason: z.string().nullable(),
  failures_in_row: z.int(),
  paused_until: z.date().nullable(),
});

export interface Endpoint {
  readonly id: string;
  readonly secret: string;
}

/** An engine with receivers on real sockets and a sender whose time a test moves. */
export class WebhookWorld {
  readonly receivers: Receiver[] = [];
  readonly logged: string[] = [];
  /** What is told in the ordinary course of things. */
  readonly told: string[] = [];
  #now = new Date();
  readonly #vault: SecretStore;
  readonly #http = new UndiciHttpOut(webhookTargets(loopback), { totalMs: 5_000 });
  #waiting: DeliveryMessage[] = [];

  private constructor(readonly engine: EngineWorld) {
    this.#vault = new SecretStore({ id: 'test', key }, engine.database, randomIds);
  }

  static async open(): Promise<WebhookWorld> {
    const engine = await EngineWorld.open();
    await engine.found();
    return new WebhookWorld(engine);
  }

  async end(): Promise<void> {
    await Promise.all(this.receivers.map((receiver) => receiver.close()));
    await this.#http.close();
    await this.engine.end();
  }

  async receiver(): Promise<Receiver> {
    const receiver = await Receiver.open();
    this.receivers.push(receiver);
    return receiver;
  }

  get now(): Date {
    return this.#now;
  }

  advance(seconds: number): void {
    this.#now = new Date(this.#now.getTime() + seconds * 1000);
  }

  command<I extends CommandInput, Raw>(command: Command<I, Raw>, input: object): Promise<Answered> {
    const { database, tenantId } = this.engine;
    const workshop: Workshop = {
      ...{ database, ids: randomIds, clock: this.#clock(), vault: this.#vault, sshKeyPairs: ssh2KeyPairs },
      ...{ addressPolicy: addressPolicy([]), webhookTargets: webhookTargets(loopback), failpoint: () => undefined },
    };
    const caller: Caller = {
      ...{ tenantId, tenantName: 'tenant', tokenId: randomIds.uuid(), tokenName: 'test', role: 'ADMIN' },
      ...{ clusterId: null, expiresAt: null },
    };
    return execute(workshop, command, caller, { idempotencyKey: randomIds.uuid(), ...input });
  }

  /** An endpoint at a receiver, its probe already there and out of the way. */
  async endpoint(receiver: Receiver, input: object = {}): Promise<Endpoint> {
    const { ids, shownOnce, userErrors } = await this.command(createWebhookEndpoint, { url: receiver.url, ...input });
    const id = ids['webhookEndpoint'];
    if (id === undefined || shownOnce === null) throw new Error(JSON.stringify(userErrors));
    await this.engine.database.execute(`DELETE FROM webhook_delivery WHERE endpoint_id = $1`, [id]);
    return { id, secret: shownOnce };
  }

  courier(over: Partial<Courier> = {}): Courier {
    const { database } = this.engine;
    const note = (fields: Readonly<Record<string, unknown>>, message: string): void => {
      this.logged.push(`${message}: ${String(fields['error'])}`);
    };
    return {
      ...{ database, secrets: this.#vault, http: this.#http, clock: this.#clock(), owner: 'sender' },
      // The middle of each pause.
      ids: { ...randomIds, nonce: () => '7fffffff' },
      log: { info: (_fields, message) => this.told.push(message), warn: note, error: note },
      meters: noMeters,
      failpoint: () => undefined,
      ...over,
    };
  }

  /** Ends whatever the engine has to do, and tells what is due now until nothing is. */
  async settle(over: Partial<Courier> = {}): Promise<void> {
    await this.engine.finish();
    await this.tell(over);
  }

  /** Tells what is due now until nothing is, and leaves the engine alone. */
  async tell(over: Partial<Courier> = {}): Promise<void> {
    const courier = this.courier(over);
    const queue = { send: async (messages: readonly DeliveryMessage[]) => void this.#waiting.push(...messages) };
    for (let round = 0; round < 300; round++) {
      await sweepWebhooksHandler(courier, queue)();
      const messages = this.#waiting.splice(0);
      if (messages.length === 0) return;
      await Promise.all(messages.map((message) => deliver(courier, queue, message)));
    }
    throw new Error('there is always something due');
  }

  deliveries(endpoint: Endpoint): Promise<z.infer<typeof deliveryRow>[]> {
    return this.engine.database.query(
      `SELECT d.id, m.kind, d.state, d.attempts, d.tries, d.next_attempt_at FROM webhook_delivery d
       JOIN webhook_message m ON m.id = d.message_id WHERE d.endpoint_id = $1 ORDER BY d.created_at, m.sequence`,
      [endpoint.id],
      deliveryRow,
    );
  }

  attempts(endpoint: Endpoint): Promise<z.infer<typeof attemptRow>[]> {
    return this.engine.database.query(
      `SELECT a.number, a.finished_at IS NOT NULL AS finished, a.status, a.reply, a.error FROM webhook_attempt a
       JOIN webhook_delivery d ON d.id = a.delivery_id WHERE d.endpoint_id = $1 ORDER BY a.delivery_id, a.number`,
      [endpoint.id],
      attemptRow,
    );
  }

  async state(endpoint: Endpoint): Promise<z.infer<typeof endpointRow>> {
    const [row] = await this.engine.database.query(
      'SELECT state, disabled_reason, failures_in_row, paused_until FROM webhook_endpoint WHERE id = $1',
      [endpoint.id],
      endpointRow,
    );
    if (row === undefined) throw new Error('the endpoint is gone');
    return row;
  }

  globalId(endpoint: Endpoint): string {
    return toGlobalId('WebhookEndpoint', endpoint.id);
  }

  #clock(): { now: () => Date; monotonic: () => number } {
    return { now: () => this.#now, monotonic: () => systemClock.monotonic() };
  }
}
