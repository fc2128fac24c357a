import { Agent, request, type Dispatcher } from 'undici';
import { z } from 'zod';
import type { HttpOut, HttpReply } from '../../ports/http-out.js';
import type { WebhookTargets } from '../../ports/webhook-targets.js';
import { NameUnresolved, resolveByName, type Resolve } from '../node/resolve-by-name.js';
import { checkedConnector, TargetRefused } from './checked-connector.js';

export interface HttpLimits {
  readonly connectMs: number;
  /** From the beginning to the last byte that is read. */
  readonly totalMs: number;
  readonly headerBytes: number;
  /** How much of a body is read; what comes behind it is left. */
  readonly bodyBytes: number;
}

const usualLimits: HttpLimits = { connectMs: 10_000, totalMs: 20_000, headerBytes: 16_384, bodyBytes: 2_048 };

/** Codes of what may go wrong on the way, in words; anything else is told by its code alone. */
const words: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'the connection was refused',
  ECONNRESET: 'the connection was reset',
  EPIPE: 'the connection was reset',
  UND_ERR_SOCKET: 'the connection ended before an answer came',
  UND_ERR_CONNECT_TIMEOUT: 'it could not be connected to in time',
  UND_ERR_HEADERS_OVERFLOW: 'its answer has too large headers',
  HTTPParserError: 'its answer is no HTTP',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is self-signed',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate is of no known authority',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another name',
};

const coded = z.object({ code: z.string().optional(), name: z.string() });

/** Sends webhooks. Each request has a connection of its own, so that its target is checked each time. */
export class UndiciHttpOut implements HttpOut {
  readonly #agent: Agent;
  readonly #limits: HttpLimits;

  constructor(targets: WebhookTargets, limits: Partial<HttpLimits> = {}, resolve?: Resolve) {
    this.#limits = { ...usualLimits, ...limits };
    const { connectMs, headerBytes } = this.#limits;
    this.#agent = new Agent({
      connect: checkedConnector(targets, resolve ?? resolveByName({ totalMs: connectMs }), connectMs),
      pipelining: 0,
      maxHeaderSize: headerBytes,
    });
  }

  async post(url: string, headers: Readonly<Record<string, string>>, body: string): Promise<HttpReply> {
    const { totalMs } = this.#limits;
    const signal = AbortSignal.timeout(totalMs);
    try {
      const response = await request(url, { method: 'POST', dispatcher: this.#agent, headers, body, signal });
      const { 'retry-after': retryAfter } = response.headers;
      return {
        answered: true,
        status: response.statusCode,
        retryAfter: typeof retryAfter === 'string' ? retryAfter : null,
        bodyHead: await this.#headOf(response.body),
      };
    } catch (error) {
      return { answered: false, error: signal.aborted ? `no answer within ${totalMs / 1000} s` : inWords(error) };
    }
  }

  async close(): Promise<void> {
    await this.#agent.destroy();
  }

  /** The status is what counts: a body that breaks off or never ends takes nothing from it. */
  async #headOf(body: Dispatcher.ResponseData['body']): Promise<string> {
    const { bodyBytes } = this.#limits;
    const chunks: Buffer[] = [];
    // Ending it early is told as an error, which nobody waits for.
    body.on('error', () => undefined);
    try {
      for await (const chunk of body) {
        if (Buffer.isBuffer(chunk)) chunks.push(chunk);
        if (chunks.reduce((sum, { length }) => sum + length, 0) >= bodyBytes) break;
      }
    } catch {
      // What came before is all there is.
    }
    return Buffer.concat(chunks).subarray(0, bodyBytes).toString('utf8');
  }
}

function inWords(error: unknown): string {
  if (error instanceof TargetRefused || error instanceof NameUnresolved) return error.message;
  const told = coded.safeParse(error);
  const code = told.success ? (told.data.code ?? told.data.name) : 'unknown';
  return words[code] ?? `the request failed (${code})`;
}
