import { createServer, type Server } from 'node:http';
import { json } from 'node:stream/consumers';
import { z } from 'zod';

const attribute = z.object({ key: z.string(), value: z.object({ stringValue: z.string().optional() }) });
const span = z.object({
  traceId: z.string(),
  spanId: z.string(),
  parentSpanId: z.string().optional(),
  name: z.string(),
  attributes: z.array(attribute).default([]),
});
const exported = z.object({
  resourceSpans: z.array(
    z.object({
      resource: z.object({ attributes: z.array(attribute) }),
      scopeSpans: z.array(z.object({ spans: z.array(span) })),
    }),
  ),
});
const listening = z.object({ port: z.int() });

/** A span as a process sent it. */
export interface ReceivedSpan extends z.infer<typeof span> {
  /** The process that it is of. */
  readonly service: string;
}

/** Takes spans as any receiver of OTLP over HTTP does. */
export class TraceCollector {
  readonly spans: ReceivedSpan[] = [];

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async open(): Promise<TraceCollector> {
    const server = createServer((request, response) => {
      if (request.url !== '/v1/traces') return void response.writeHead(404).end();
      json(request).then(
        (body) => {
          collector.take(body);
          response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
        },
        () => response.writeHead(400).end(),
      );
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = listening.parse(server.address());
    const collector = new TraceCollector(server, `http://127.0.0.1:${port}`);
    return collector;
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.server.close(resolve));
    this.server.closeAllConnections();
    await closed;
  }

  /** Those of one trace, each with the names of those that it is within, from the outermost on. */
  paths(traceId: string): readonly string[] {
    const ofTrace = this.spans.filter((each) => each.traceId === traceId);
    const path = ({ name, parentSpanId }: ReceivedSpan): string => {
      const parent = ofTrace.find(({ spanId }) => spanId === parentSpanId);
      return parent === undefined ? name : `${path(parent)} > ${name}`;
    };
    return ofTrace.map(path);
  }

  private take(body: unknown): void {
    for (const { resource, scopeSpans } of exported.parse(body).resourceSpans) {
      const service = resource.attributes.find(({ key }) => key === 'service.name')?.value.stringValue ?? '';
      for (const { spans } of scopeSpans) this.spans.push(...spans.map((each) => ({ ...each, service })));
    }
  }
}
