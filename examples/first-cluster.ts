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

const machines = z.object({
  name: z.string(),
  network: z.string(),
  quorumAddress: z.string(),
  serviceAddress: z.string(),
  hosts: z
    .array(
      z.object({ name: z.string(), address: z.string(), user: z.string().default('root'), fingerprint: z.string() }),
    )
    .min(2),
  account: z.string(),
  domain: z.string().optional(),
  webServer: z.enum(['APACHE', 'NGINX']).optional(),
  /** Warnings that are meant, each as the refusal prints it. */
  acknowledge: z.array(z.object({ rule: z.string(), subject: z.string() })).default([]),
  /** Rules whose warnings about the hosts are meant, whichever host they are about. */
  acceptWarnings: z.array(z.string()).default([]),
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
  const { name, address, user, fingerprint: hostKeyFingerprint } = host;
  const query = 'query($name: String!) { hosts(first: 1, filter: {name: $name}) { nodes { id } } }';
  const [known] = (await ask(query, { name }, hostFound)).hosts.nodes;
  const way = { address, user, sshKeyId, hostKeyFingerprint };
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

function readMachines(file: string): Machines {
  const { data, error } = machines.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  if (data !== undefined) return data;
  const lacking = error.issues.map(({ path: [list, nth, ...rest], message }) =>
    list === 'hosts' && typeof nth === 'number'
      ? `${rest.join('.')} of host number ${nth + 1}: ${message}`
      : `${[list, nth, ...rest].filter((part) => part !== undefined).join('.')}: ${message}`,
  );
  throw new Error([`${file} is not as examples/machines.json shows:`, ...lacking].join('\n'));
}

async function makeCluster(file: string): Promise<void> {
  const given = readMachines(file);
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
    severity === 'WARNING' && rule !== null && given.acceptWarnings.includes(rule.id)
      ? [{ rule: rule.id, subject }]
      : [],
  );
  const acknowledge = [...given.acknowledge, ...accepted];
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

const [what, file, ...rest] = process.argv.slice(2);
const work =
  what === 'key' && file === undefined
    ? makeKey()
    : what === 'cluster' && file !== undefined && rest.length === 0
      ? makeCluster(file)
      : undefined;
if (work === undefined) {
  console.error('npx tsx examples/first-cluster.ts key | cluster machines.json');
  process.exitCode = what === '--help' ? 0 : 2;
} else {
  work.catch((error: unknown) => {
    if (error instanceof z.ZodError) console.error(z.prettifyError(error));
    else console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  });
}
