import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { z } from 'zod';

const boundTo = z.object({ port: z.int() });
const root = '/2018-06-01/runtime';
const failure = z.looseObject({ errorType: z.string().optional(), errorMessage: z.string().optional() });

/** One event on its way through a function. */
export interface Invocation {
  readonly id: string;
  readonly event: unknown;
  /** When the function is ended, in milliseconds since 1970. */
  readonly deadline: number;
  readonly arn: string;
  /** What the function answers; a stream while it is still being written. */
  answered(body: Readable): void;
  failed(error: Error): void;
}

/** What the program in one execution environment is told by, as Lambda documents it for runtimes. */
export class RuntimeApi {
  #waiting: ServerResponse | undefined;
  #invocation: Invocation | undefined;

  private constructor(
    private readonly server: Server,
    readonly address: string,
    /** It asks for its next event: it is ready, and done with the one before. */
    private readonly idle: () => void,
  ) {}

  static async listen(idle: () => void): Promise<RuntimeApi> {
    const server = createServer();
    // A program that waits for work waits for as long as there is none.
    Object.assign(server, { requestTimeout: 0, keepAliveTimeout: 0 });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const api = new RuntimeApi(server, `127.0.0.1:${boundTo.parse(server.address()).port}`, idle);
    server.on('request', (request, response) => void api.#handle(request, response));
    return api;
  }

  /** Hands the event over, now or as soon as the program asks for it. */
  give(invocation: Invocation): void {
    this.#invocation = invocation;
    const waiting = this.#waiting;
    this.#waiting = undefined;
    if (waiting !== undefined) hand(invocation, waiting);
  }

  /** The program is gone. */
  abandon(why: Error): void {
    this.#invocation?.failed(why);
    this.#invocation = undefined;
  }

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const invocation = this.#invocation;
    const accept = (): void => void response.writeHead(202, { 'content-type': 'application/json' }).end('{}');
    switch (`${request.method} ${request.url}`) {
      case `GET ${root}/invocation/next`:
        this.#next(response);
        return;
      case `POST ${root}/init/error`:
        this.abandon(errorOf(await text(request)));
        accept();
        return;
      case `POST ${root}/invocation/${invocation?.id}/response`:
        if (request.headers['lambda-runtime-function-response-mode'] === 'streaming') {
          request.once('end', accept);
          invocation?.answered(request);
          return;
        }
        invocation?.answered(Readable.from([await text(request)]));
        accept();
        return;
      case `POST ${root}/invocation/${invocation?.id}/error`:
        invocation?.failed(errorOf(await text(request)));
        accept();
        return;
      default:
        response.writeHead(404).end();
    }
  }

  #next(response: ServerResponse): void {
    const given = this.#invocation;
    const isNew = given !== undefined && !handed.has(given);
    if (isNew) {
      hand(given, response);
      return;
    }
    this.#invocation = undefined;
    this.#waiting = response;
    this.idle();
  }
}

const handed = new WeakSet<Invocation>();

function hand(invocation: Invocation, response: ServerResponse): void {
  handed.add(invocation);
  response
    .writeHead(200, {
      'content-type': 'application/json',
      'lambda-runtime-aws-request-id': invocation.id,
      'lambda-runtime-deadline-ms': String(invocation.deadline),
      'lambda-runtime-invoked-function-arn': invocation.arn,
      'lambda-runtime-trace-id': 'Root=1-00000000-000000000000000000000000;Sampled=0',
    })
    .end(JSON.stringify(invocation.event));
}

function errorOf(body: string): Error {
  const { errorType = 'Error', errorMessage = '' } = failure.parse(JSON.parse(body));
  return new Error(`${errorType}: ${errorMessage}`);
}
