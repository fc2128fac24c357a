import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { z } from 'zod';
import { fromGlobalId, type ResourceKind } from '../../../src/domain/ids.js';
import { readmeCommands } from './readme-commands.js';

const answer = z.strictObject({ data: z.record(z.string(), z.unknown()) });
type Answer = z.output<typeof answer>;

const payload = z.looseObject({
  userErrors: z.tuple([]),
  operation: z.looseObject({ id: z.string().optional() }).nullish(),
});
const answeredPlan = z.looseObject({ plan: z.object({ token: z.string() }) });

/** What the blanks of README are called, by what belongs there. */
const kinds: Readonly<Record<string, ResourceKind>> = {
  KEY: 'SshKey',
  OPERATION: 'Operation',
  CLUSTER: 'Cluster',
  MANAGER: 'Host',
  NODE: 'Host',
};

interface Surroundings {
  /** The API's, without `/graphql`. */
  readonly origin: string;
  readonly token: string;
  /** Where the reader stands. */
  readonly folder: string;
  /** Arguments of Node.js that start the command line. */
  readonly program: readonly string[];
  /** Puts the reader's own addresses and keys into a command. */
  readonly adapt: (command: string) => string;
  /** Is told of each answer before the next request. */
  readonly answered: (answer: Answer) => Promise<void>;
  /** Resolves once an operation succeeded. */
  readonly follow: (operationId: string) => Promise<void>;
}

/** Copies the commands of a part of README into a shell, one after the other, and fills in what README leaves to its reader. */
export class ReadmeReader {
  readonly #answers: Answer[] = [];
  readonly #functions: string[] = [];
  readonly #values = new Map<string, string>();

  constructor(private readonly around: Surroundings) {}

  /** @returns how many requests were sent, of which each was answered without errors, and each operation succeeded */
  async read(heading: string): Promise<number> {
    let requests = 0;
    for (const step of readmeCommands(heading)) {
      if (step.is === 'function') this.#functions.push(step.text);
      if (step.is === 'blank')
        step.names.forEach((name, index) => this.#values.set(name, this.#find(name, step, index)));
      if (step.is !== 'command') continue;
      const said = await this.#run(step.text);
      if (!step.text.includes('"query":')) continue;
      requests += 1;
      if (step.text.includes('text/event-stream')) expectEvents(said, step.text);
      else await this.#take(said, step.text);
    }
    return requests;
  }

  #find(name: string, { from }: { readonly from: string }, index: number): string {
    if (name === 'TOKEN') return this.around.token;
    const named = /^the ids that (\w+) answered$/.exec(from)?.[1];
    const source =
      named === undefined
        ? this.#answers.at(from.includes('first answer') ? 0 : -1)
        : this.#answers.find(({ data }) => named in data);
    if (source === undefined) throw new Error(`README does not say where ${name} comes from: ${from}`);
    if (from.startsWith('plan.token')) return answeredPlan.parse(Object.values(source.data)[0]).plan.token;
    const texts = [...JSON.stringify(source).matchAll(/"([^"\\]+)"/g)].map(([, text = '']) => text);
    const ids = [...new Set(texts)].filter((text) => fromGlobalId(text)?.kind === kinds[name]);
    return z.string(`there is no ${name} where README says it is: ${from}`).parse(ids[index]);
  }

  async #run(command: string): Promise<string> {
    const { origin, folder, program, adapt } = this.around;
    const script = [
      `hostwright() { HOSTWRIGHT_URL=${origin}/graphql ${[process.execPath, ...program].map(quoted).join(' ')} "$@"; }`,
      ...[...this.#values].map(([name, value]) => `${name}=${quoted(value)}`),
      ...[...this.#functions, adapt(command)].map((text) =>
        text
          .replaceAll('http://127.0.0.1:4600', origin)
          .replaceAll('npm run --silent hostwright --', 'hostwright')
          // What a person wants to read of it is less than what tells that all is well.
          .replace(/ \| jq -r '[^']*'$/, ''),
      ),
    ].join('\n');
    const shell = spawn('sh', ['-eu'], { cwd: folder, stdio: ['pipe', 'pipe', 'pipe'] });
    let said = '';
    let complained = '';
    shell.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
    shell.stderr.setEncoding('utf8').on('data', (text: string) => (complained += text));
    shell.stdin.end(script);
    const [code]: unknown[] = await once(shell, 'close');
    if (code !== 0) throw new Error(`${command}\nended with ${String(code)}: ${complained}${said}`);
    return said;
  }

  async #take(said: string, command: string): Promise<void> {
    const parsed = answer.safeParse(JSON.parse(said));
    if (!parsed.success) throw new Error(`${command}\nwas answered ${said}`);
    this.#answers.push(parsed.data);
    if (/"query":"mutation\b/.test(command)) {
      const made = z.record(z.string(), payload).safeParse(parsed.data.data);
      if (!made.success) throw new Error(`${command}\nwas answered ${said}`);
      for (const { operation } of Object.values(made.data)) {
        if (operation?.id !== undefined) await this.around.follow(operation.id);
      }
    }
    await this.around.answered(parsed.data);
  }
}

/** Values of the API and words of the test only; quoted all the same. */
function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}

const event = z.strictObject({
  data: z.object({ operationEvents: z.object({ cursor: z.string(), kind: z.string() }) }),
});

/** A stream tells events, from the first to the last of the operation, and ends. */
function expectEvents(said: string, command: string): void {
  const told = [...said.matchAll(/^data: ?(\{.*\})$/gm)].map(([, text = '']) => event.safeParse(JSON.parse(text)));
  const kindsTold = told.map(({ data }) => data?.data.operationEvents.kind);
  if (
    kindsTold[0] !== 'operation.accepted' ||
    kindsTold.at(-1) !== 'operation.succeeded' ||
    kindsTold.includes(undefined)
  )
    throw new Error(`${command}\nwas answered ${said}`);
}
