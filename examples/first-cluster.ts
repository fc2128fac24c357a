/**
 * From hosts of your own to a first cluster, by the API alone. Needs a running server (npm start).
 *
 *   npx tsx examples/first-cluster.ts key                     makes an SSH key and tells how it is let in on your hosts
 *   npx tsx examples/first-cluster.ts cluster machines.json   sets up a cluster on the hosts of the file and adds an account
 *
 * HOSTWRIGHT_URL is the API (default: http://127.0.0.1:4600/graphql), HOSTWRIGHT_TOKEN_FILE a file with a token for it
 * (default: hostwright-token). The first host of the file is the manager. Run again, it does not do again what was
 * done, and does what the file says by now: hosts and the cluster are those of its names.
 */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';

const url = process.env['HOSTWRIGHT_URL'] ?? 'http://127.0.0.1:4600/graphql';
const tokenFile = process.env['HOSTWRIGHT_TOKEN_FILE'] ?? 'hostwright-token';
const keyName = 'first-cluster';
const longestMs = 1_800_000;

/** What a part of machines.json has to be, in the words that are told where it is not. */
const give = (what: string) => ({
  error: ({ input }: { readonly input?: unknown }) => `${input == null ? 'missing; ' : ''}give ${what}`,
});
const text = z.string(give('a text'));
const portWords = give('a whole number from 1 to 65535');
const port = z.int(portWords).min(1, portWords).max(65_535, portWords);

/** A map of these keys and no others. */
function map<T extends z.ZodRawShape>(shape: T): z.ZodObject<T, z.core.$strict> {
  const accepted = Object.keys(shape).join(', ');
  return z.strictObject(shape, {
    error: ({ code }) => (code === 'unrecognized_keys' ? `unknown key; accepted here: ${accepted}` : 'give a map'),
  });
}

const hostsWords = give('a list of at least 2 hosts');
const host = map({
  ...{ name: text, address: text, fingerprint: text, user: text.nullish() },
  /** Where SSH reaches it, unless that is its address. */
  sshAddress: text.nullish(),
  port: port.nullish(),
});
const machines = map({
  ...{ name: text, network: text, quorumAddress: text, serviceAddress: text, account: text },
  hosts: z.array(host, hostsWords).min(2, hostsWords),
  domain: text.nullish(),
  webServer: z.enum(['APACHE', 'NGINX'], give('APACHE or NGINX')).nullish(),
  /** Warnings that are meant, each as the refusal prints it. */
  acknowledge: z.array(map({ rule: text, subject: text }), give('a list')).nullish(),
  /** Rules whose warnings about the hosts are meant, whichever host they are about. */
  acceptWarnings: z.array(text, give('a list')).nullish(),
});

const answer = z.object({
  data: z.record(z.string(), z.unknown()).nullish(),
  errors: z.array(z.object({ message: z.string() })).default([]),
});
const wrong = z.object({
  code: z.string(),
  message: z.string(),
  field: z.array(z.string()),
  severity: z.string().nullable(),
  rule: z.object({ id: z.string() }).nullable(),
  subject: z.string().nullable(),
  remedies: z.array(z.object({ mutation: z.string().nullable(), input: z.record(z.string(), z.unknown()).nullable() })),
});
type Wrong = z.output<typeof wrong>;
const payload = z.looseObject({ userErrors: z.array(wrong) });
const withId = z.object({ id: z.string() });
const started = z.object({ operation: withId.nullable() });
const planned = z.object({ plan: z.object({ token: z.string().nullable() }).nullable() });

/** Asks the API, and says what is wrong where it does not answer with data. */
async function ask<T>(query: string, variables: object, shape: z.ZodType<T>): Promise<T> {
  const token = readFileSync(tokenFile, 'utf8').trim();
  const reply = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query, variables }),
    signal: AbortSignal.timeout(60_000),
  }).catch((cause: unknown) => {
    const where = `Is the server running (npm start)? Where it is not at ${url}, give its URL by HOSTWRIGHT_URL.`;
    throw new Error(`${url} cannot be reached. ${where}`, { cause });
  });
  const noApi = `What answers at ${url} is no GraphQL API; the URL in HOSTWRIGHT_URL usually ends in /graphql.`;
  const json: unknown = await reply.json().catch((cause: unknown) => {
    throw new Error(noApi, { cause });
  });
  const { data, errors } = answer.parse(json);
  if (errors.length > 0) throw new Error(errors.map(({ message }) => message).join('; '));
  return shape.parse(data);
}

interface Answered {
  readonly payload: z.output<typeof payload>;
  readonly userErrors: readonly Wrong[];
}

async function send(name: string, selection: string, input: object): Promise<Answered> {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
  const errors = 'userErrors { code message field severity rule { id } subject remedies { mutation input } }';
  const query = `mutation($input: ${type}!) { ${name}(input: $input) { ${selection} ${errors} } }`;
  const answered = (await ask(query, { input }, z.record(z.string(), payload)))[name];
  if (answered === undefined) throw new Error(`there is no answer to ${name}`);
  return { payload: answered, userErrors: answered.userErrors };
}

/**
 * A mutation either did something, or says in `userErrors` why it did nothing.
 * @param host that it is about
 */
async function mutate<T>(
  name: string,
  selection: string,
  input: object,
  shape: z.ZodType<T>,
  host?: string,
): Promise<T> {
  const { payload: done, userErrors } = await send(name, selection, input);
  if (userErrors.length === 0) return shape.parse(done);
  const told = userErrors.map(({ code, message, field, rule }) => {
    const place = rule === null && field.length > 0 ? ` (${field.at(-1) ?? ''})` : '';
    return `${host === undefined ? '' : `${host}: `}${code}: ${message}${place}`;
  });
  throw new Error(told.join('\n'));
}

const ended = z.object({
  operation: z.object({
    state: z.string(),
    deadline: z.string(),
    progress: z.object({ tasksDone: z.int(), tasksTotal: z.int() }),
    failure: z.object({ message: z.string() }).nullable(),
    tasks: z.object({
      nodes: z.array(
        z.object({
          host: z.object({ name: z.string() }),
          error: z.string().nullable(),
          nextAttemptAt: z.string().nullable(),
        }),
      ),
    }),
  }),
});

/** Waits until an operation has ended; null is one that had nothing to do. */
async function follow(operation: { readonly id: string } | null): Promise<void> {
  if (operation === null) return;
  console.log(`  operation ${operation.id}`);
  const deadline = Date.now() + longestMs;
  let told = '';
  while (Date.now() < deadline) {
    const query = `query($id: ID!) { operation(id: $id) { state deadline progress { tasksDone tasksTotal } failure { message }
      tasks(first: 100) { nodes { host { name } error nextAttemptAt } } } }`;
    const {
      state,
      deadline: last,
      progress,
      failure,
      tasks,
    } = (await ask(query, { id: operation.id }, ended)).operation;
    const waiting = tasks.nodes.flatMap(({ host, error, nextAttemptAt }) =>
      nextAttemptAt === null ? [] : [`\n    ${host.name} waits: ${error ?? ''}, next try at ${nextAttemptAt}`],
    );
    if (waiting.length > 0) {
      const input = JSON.stringify({ operationId: operation.id });
      waiting.push(`\n    They are tried until ${last} at the latest. Ctrl-C ends this script only;`);
      waiting.push(` what ends the operation is: cancelOperation ${input}`);
    }
    const line = `  ${state}: ${progress.tasksDone} of ${progress.tasksTotal} tasks done${waiting.join('')}`;
    if (line !== told) console.log(line);
    told = line;
    if (state === 'SUCCEEDED') return;
    if (!['PENDING', 'RUNNING', 'UNWINDING'].includes(state)) {
      throw new Error(`the operation is ${state}: ${failure?.message ?? ''}`);
    }
    await pause(1_000);
  }
  throw new Error(`the operation had not ended after ${longestMs / 60_000} minutes`);
}

const keys = z.object({
  sshKeys: z.object({ nodes: z.array(withId.extend({ installCommand: z.string(), cloudInit: z.string() })) }),
});

async function findKey(): Promise<z.output<typeof keys>['sshKeys']['nodes'][number] | undefined> {
  const query = `query($name: String!) { sshKeys(first: 1, filter: {name: $name}) { nodes { id installCommand cloudInit } } }`;
  return (await ask(query, { name: keyName }, keys)).sshKeys.nodes[0];
}

async function makeKey(): Promise<void> {
  if ((await findKey()) === undefined) {
    const input = { idempotencyKey: `key ${keyName}`, name: keyName };
    await mutate('createSshKey', 'sshKey { id }', input, z.object({ sshKey: withId }));
  }
  const key = await findKey();
  console.log(
    'Run this as root on each host; it prints the fingerprint of the host, which belongs into machines.json:',
  );
  console.log(`\n${key?.installCommand ?? ''}\n`);
  console.log('Or give this to new hosts as their user data for cloud-init:');
  console.log(`\n${key?.cloudInit ?? ''}`);
}

type Machines = z.output<typeof machines>;

const hostFound = z.object({ hosts: z.object({ nodes: z.array(withId) }) });

/** Makes a host known, or changes how it is reached; its id. */
async function makeKnown(host: Machines['hosts'][number], sshKeyId: string, now: string): Promise<string> {
  const { name, address, sshAddress, port, user, fingerprint: hostKeyFingerprint } = host;
  const query = 'query($name: String!) { hosts(first: 1, filter: {name: $name}) { nodes { id } } }';
  const [known] = (await ask(query, { name }, hostFound)).hosts.nodes;
  const login = { address: sshAddress ?? address, port: port ?? 22, user: user ?? 'root' };
  const way = { ...login, sshKeyId, hostKeyFingerprint };
  const registered = z.object({ host: withId });
  const done =
    known === undefined
      ? mutate('registerHost', 'host { id }', { idempotencyKey: `host ${name} ${now}`, name, ...way }, registered, name)
      : mutate('updateHost', 'host { id }', { hostId: known.id, ...way }, registered, name);
  return (await done).host.id;
}

/** The cluster of the file as hostwright export would write it. */
function manifestOf(given: Machines): object {
  const { name, network, quorumAddress, serviceAddress, hosts, account, domain = null, webServer = null } = given;
  const ofManager = [
    { network: 'front', address: quorumAddress, purpose: 'QUORUM' },
    { network: 'front', address: serviceAddress, purpose: 'SERVICE' },
  ];
  return {
    ...{ apiVersion: 'hostwright/v1', kind: 'Cluster', name, topology: 'PUBLIC', quorumAddress, webServer },
    networks: [{ name: 'front', kind: 'PUBLIC', cidr: network }],
    balancedServices: webServer === null ? [] : [{ address: serviceAddress, port: 80 }],
    members: hosts.map(({ name: host, address }, index) => ({
      host,
      role: index === 0 ? 'MANAGER' : 'NODE',
      addresses: [{ network: 'front', address, purpose: 'HOST' }, ...(index === 0 ? ofManager : [])],
    })),
    accounts: [{ name: account, domain }],
  };
}

const wholeText = /^"(?:[^"\\\p{Cc}]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"$/u;
const otherValue = /^(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)$/;
const tokens = new RegExp(`${wholeText.source.slice(1, -1)}|"[^\\n]*|[[\\]{},:]|[^\\s[\\]{},:"]+`, 'gu');

/** Where a text stops being JSON, and what was expected there; undefined where it is JSON. */
function mistakeIn(json: string): string | undefined {
  const closings: string[] = [];
  let want = 'a value';
  for (const { 0: found, index } of [...json.matchAll(tokens), { 0: '', index: json.length }]) {
    const open = closings.at(-1);
    const wasValue = want.startsWith('a value');
    if (found === '' && want === 'the end of the file') return undefined;
    if (wholeText.test(found) && want.startsWith('a key')) want = 'a colon';
    else if (found === ':' && want === 'a colon') want = 'a value';
    else if (found === ',' && want.startsWith('a comma')) want = open === '}' ? 'a key in double quotes' : 'a value';
    else if (wasValue && (found === '{' || found === '[')) {
      closings.push(found === '{' ? '}' : ']');
      want = found === '{' ? 'a key in double quotes or }' : 'a value or ]';
    } else {
      if (found === open && want.endsWith(` or ${found}`)) closings.pop();
      else if (!wasValue || !(wholeText.test(found) || otherValue.test(found))) {
        const lines = json.slice(0, index).split('\n');
        const place = `${lines.length}:${[...(lines.at(-1) ?? '')].length + 1}`;
        const what = found === '' ? 'the end of the file' : [...found].slice(0, 40).join('');
        return `${place}: expected ${want}, found ${what}${hintAbout(found, want, open)}`;
      }
      const around = closings.at(-1);
      want = around === undefined ? 'the end of the file' : `a comma or ${around}`;
    }
  }
  return undefined;
}

function hintAbout(found: string, want: string, open: string | undefined): string {
  if (found === open && (want === 'a key in double quotes' || (want === 'a value' && open === ']')))
    return '; leave out the comma before it';
  if (found.startsWith('"') && !wholeText.test(found))
    return found.includes('\\') ? '; a backslash in a text is written twice' : '; this text is not closed in its line';
  return /^[^[\]{},:"]/.test(found) && /^a (?:key|value)/.test(want) ? '; texts stand in double quotes' : '';
}

const named = z.object({ hosts: z.array(z.unknown()) });
const withName = z.object({ name: z.string() });

/** What is told of a part of the file, by the names of its hosts. */
function placeIn(json: unknown, [list, nth, key]: readonly PropertyKey[]): string {
  if (list === undefined) return 'the file';
  if (typeof nth !== 'number') return String(list);
  const { name } = withName.safeParse(named.safeParse(json).data?.hosts[nth]).data ?? {};
  const one = list === 'hosts' ? `host ${name ?? `number ${nth + 1}`}` : `${String(list)} number ${nth + 1}`;
  return key === undefined ? one : `${String(key)} of ${one}`;
}

function readMachines(file: string): Machines {
  const content = readFileSync(file, 'utf8');
  const mistake = mistakeIn(content);
  if (mistake !== undefined) throw new Error(`${file}:${mistake}\n${shown}`);
  const json: unknown = JSON.parse(content);
  const { data, error } = machines.safeParse(json);
  if (data !== undefined) return data;
  const wrongs = error.issues.flatMap(({ path, message, ...issue }) =>
    (issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...path, key]) : [path]).map(
      (place) => `${file}: ${placeIn(json, place)}: ${message}`,
    ),
  );
  throw new Error([...wrongs, shown].join('\n'));
}

const shown = 'examples/machines.json shows what belongs into it.';
const allRules = z.object({ requirementRules: z.array(withId) });

/** Refuses rules that there are not: nothing that they are to let pass would ever be found. */
async function needRules(file: string, { acknowledge, acceptWarnings }: Machines): Promise<void> {
  const { requirementRules } = await ask('{ requirementRules { id } }', {}, allRules);
  const given = [
    ...(acknowledge ?? []).map(({ rule }) => ['acknowledge', rule] as const),
    ...(acceptWarnings ?? []).map((rule) => ['acceptWarnings', rule] as const),
  ];
  const unknown = given.filter(([, rule]) => requirementRules.every(({ id }) => id !== rule));
  if (unknown.length === 0) return;
  const wrongs = unknown.map(
    ([list, rule]) => `${file}: ${list}: there is no rule ${rule}; docs/rules.md lists all rules`,
  );
  throw new Error([...wrongs, shown].join('\n'));
}

async function makeCluster(file: string): Promise<void> {
  const given = readMachines(file);
  await needRules(file, given);
  const now = new Date().toISOString();
  const key = await findKey();
  if (key === undefined) throw new Error('there is no key yet; make it by: npx tsx examples/first-cluster.ts key');

  console.log('Making the hosts known');
  const hostIds: string[] = [];
  for (const host of given.hosts) hostIds.push(await makeKnown(host, key.id, now));

  console.log('Looking at the hosts');
  const look = { idempotencyKey: `look ${now}`, hostIds };
  await follow((await mutate('observeHosts', 'operation { id }', look, started)).operation);

  console.log('Setting the cluster up, where it is found to be right');
  // Nothing is declared that what the hosts showed speaks against. Warnings are let pass that the file acknowledges, and all of
  // the rules that it accepts.
  const setup = { manifest: JSON.stringify(manifestOf(given)), setUp: true };
  const dryRun = { ...setup, idempotencyKey: `dry run ${now}`, validateOnly: true };
  const { userErrors } = await send('applyCluster', '', dryRun);
  // What is refused for what was seen may have been mended since: it is looked at once more.
  const looks = userErrors.flatMap(({ remedies }) => remedies.filter(({ mutation }) => mutation === 'observeHosts'));
  for (const input of new Set(looks.map((offered) => JSON.stringify(offered.input)))) {
    const again = { ...z.record(z.string(), z.unknown()).parse(JSON.parse(input)), idempotencyKey: randomUUID() };
    await follow((await mutate('observeHosts', 'operation { id }', again, started)).operation);
  }
  const accepted = userErrors.flatMap(({ severity, rule, subject }) =>
    severity === 'WARNING' && rule !== null && given.acceptWarnings?.includes(rule.id) === true
      ? [{ rule: rule.id, subject }]
      : [],
  );
  const acknowledge = [...(given.acknowledge ?? []), ...accepted];
  // What would be changed is asked for besides: whether another machine has one of the addresses, say.
  const planning = { ...dryRun, idempotencyKey: `plan ${now}`, acknowledge };
  const token = planned.parse((await send('applyCluster', 'plan { token }', planning)).payload).plan?.token;
  if (token != null) {
    const besides = { idempotencyKey: `look by plan ${now}`, hostIds, plan: token };
    await follow((await mutate('observeHosts', 'operation { id }', besides, started)).operation);
  }
  const { cluster, operation } = await mutate(
    'applyCluster',
    'cluster { id } operation { id }',
    { ...setup, idempotencyKey: `cluster ${now}`, acknowledge },
    started.extend({ cluster: withId }),
  );
  await follow(operation);

  const query = `query($id: ID!) { cluster(id: $id) { name state hosts(first: 100) { nodes { name role state } }
    accounts(first: 10) { nodes { name uid home state } } } }`;
  const made = await ask(query, { id: cluster.id }, z.object({ cluster: z.unknown() }));
  console.log(JSON.stringify(made.cluster, null, 2));
}

/** What is at the URL is printed: it may hold no secret. */
function hasLogin(given: string): boolean {
  const { username, password } = new URL(given);
  return username !== '' || password !== '';
}

const [what, file, ...rest] = process.argv.slice(2);
const work =
  what === 'key' && file === undefined
    ? makeKey
    : what === 'cluster' && file !== undefined && rest.length === 0
      ? () => makeCluster(file)
      : undefined;
if (work === undefined) {
  console.error('npx tsx examples/first-cluster.ts key | cluster machines.json');
  process.exitCode = what === '--help' ? 0 : 2;
} else if (URL.canParse(url) && hasLogin(url)) {
  console.error('Give HOSTWRIGHT_URL without a user and a password in it; who asks is told by HOSTWRIGHT_TOKEN_FILE.');
  process.exitCode = 2;
} else {
  work().catch((error: unknown) => {
    if (error instanceof z.ZodError) console.error(z.prettifyError(error));
    else console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  });
}
