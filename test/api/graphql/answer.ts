import { z } from 'zod';

const body = z.object({
  data: z.unknown().optional(),
  errors: z
    .array(z.object({ message: z.string(), extensions: z.record(z.string(), z.unknown()).optional() }))
    .optional(),
});

/** What the API answered to one request. */
export class Answer {
  constructor(
    readonly status: number,
    readonly headers: Headers,
    readonly text: string,
  ) {}

  /** The data; a request that failed as a whole fails the test that did not expect it. */
  get data(): unknown {
    const { data, errors } = this.parsed;
    if (errors !== undefined) throw new Error(`the request failed: ${this.text}`);
    return data;
  }

  get errors(): NonNullable<z.infer<typeof body>['errors']> {
    return this.parsed.errors ?? [];
  }

  get errorCodes(): readonly unknown[] {
    return this.errors.map(({ extensions }) => extensions?.['code']);
  }

  /** What lies at a path of the data, e.g. `cluster.hosts.nodes.0.name`. */
  at(path: string): unknown {
    let value = this.data;
    for (const key of path.split('.')) {
      if (typeof value !== 'object' || value === null || !(key in value)) {
        throw new Error(`there is no ${path} in ${this.text}`);
      }
      value = z.record(z.string(), z.unknown()).parse({ ...value })[key];
    }
    return value;
  }

  string(path: string): string {
    const value = this.at(path);
    if (typeof value !== 'string') throw new Error(`${path} is no text in ${this.text}`);
    return value;
  }

  list(path: string): readonly unknown[] {
    return z.array(z.unknown()).parse(this.at(path));
  }

  private get parsed(): z.infer<typeof body> {
    return body.parse(JSON.parse(this.text));
  }
}
