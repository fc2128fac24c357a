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
import { accessSync, constants, existsSync, readFileSync, statSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { keyOf, unplaced } from './key-of-machines.js';
import { readMachines, type Machines, type MachinesHost } from './read-machines.js';

const url = process.env['HOSTWRIGHT_URL'] ?? 'http://127.0.0.1:4600/graphql';
const tokenFile = process.env['HOSTWRIGHT_TOKEN_FILE'] ?? 'hostwright-token';
const keyName = 'first-cluster';
const [what, given, ...rest] = process.argv.slice(2);
const file = given ?? 'machines.json';
const waiting = `npm run --silent hostwright -- wait --token-file ${tokenFile}`;

const answer = z.object({
  data: z.record(z.string(), z.unknown()).nullish(),
  errors: z.array(z.object({ message: z.string(), extensions: z.object({ code: z.string() }) })).default([]),
});
const remedy = z.object({
  title: z.string(),
  mutation: z.string().nullable(),
  input: z.record(z.string(), z.unknown()).nullable(),
  command: z.string().nullable(),
});
const remedySelection = 'remedies { title mutation input command }';
const wrong = z.object({
  code: z.string(),
  message: z.string(),
  field: z.array(z.string()),
  severity: z.string(),
  rule: z.object({ id: z.string() }).nullable(),
  subject: z.string().nullable(),
  operationId: z.string().nullable(),
  remedies: z.array(remedy),
});
type Wrong = z.output<typeof wrong>;
const payload = z.looseObject({ userErrors: z.array(wrong) });
const withId = z.object({ id: z.string() });
const started = z.object({ operation: withId.nullable() });
const planned = z.object({ plan: z.object({ token: z.string().nullable() }).nullable() });

/** Hosts of the file by their ids. */
const hosts = new Map<unknown, MachinesHost>();

/**
 * What there is to do, for a person: what is said in machines.json is mended there, since the next run does what it says. Of requests
 * the titles are told.
 */
function inWords({ title, mutation, input, command }: z.output<typeof remedy>, first = ''): string {
  const host = hosts.get(input?.['hostId']);
  const again = `in ${file}, and run this again`;
  if (command !== null) return `  → ${title}:\n    ${command}`;
  if (mutation === 'updateHost' && input !== null && host !== undefined) {
    const { address, sshAddress, port, user } = host;
    const way = {
      address: sshAddress == null ? `address ${address}` : `sshAddress ${sshAddress}`,
      port: `port ${port ?? 22}`,
      user: `user ${user ?? 'root'}`,
    };
    const of = Object.entries(way).flatMap(([key, value]) => (key in input ? [value] : []));
    return `  → If ${of.join(' or ')} of ${host.name} is wrong: ${first}mend it ${again}`;
  }
  return mutation === 'confirmHostKey' && host !== undefined
    ? `  → ${title}: ${first}mend fingerprint of ${host.name} ${again}`
    : `  → ${title}`;
}

/**
 * JSON of the API. What hosts said is among its texts, and a terminal obeys what it is shown: what moves its cursor or hides lines is
 * shown as unprintable.
 */
function parsed(json: string): unknown {
  return JSON.parse(json, (_key, part: unknown) =>
    typeof part === 'string' ? part.replace(/(?![\n\t])\p{Cc}/gu, '\ufffd') : part,
  );
}

/** What is said where nothing came back that could be read, by the code of the error. */
function unanswered(error: unknown): string {
  const { code = '' } = z.object({ cause: z.object({ code: z.string() }) }).safeParse(error).data?.cause ?? {};
  if (code.startsWith('ERR_SSL_'))
    return `What answers at ${url} speaks no TLS; write http:// instead of https:// in HOSTWRIGHT_URL.`;
  if (code.startsWith('HPE_') || code === 'UND_ERR_SOCKET')
    return `What answers at ${url} speaks no HTTP; give the URL of the API by HOSTWRIGHT_URL.`;
  if (error instanceof Error && error.name === 'TimeoutError')
    return `${url} gave no answer within 60 seconds. Is that the URL of the API? Give another one by HOSTWRIGHT_URL.`;
  if (/CERT|ISSUER/.test(code)) return `What answers at ${url} shows a certificate that this machine does not trust.`;
  return `${url} cannot be reached. Is the server running (npm start)? Where it is elsewhere, give its URL by HOSTWRIGHT_URL.`;
}

function request(query: string, variables: object): Omit<RequestInit, 'headers'> & { headers: Record<string, string> } {
  const token = readFileSync(tokenFile, 'utf8').trim();
  return {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query, variables }),
  };
}

/** Asks the API, and says what is wrong where it does not answer with data. */
async function ask<T>(query: string, variables: object, shape: z.ZodType<T>): Promise<T> {
  const signal = AbortSignal.timeout(60_000);
  const reply = await fetch(url, { ...request(query, variables), signal }).catch((cause: unknown) => {
    throw new Error(unanswered(cause), { cause });
  });
  const noApi = `What answers at ${url} is no GraphQL API; the URL in HOSTWRIGHT_URL usually ends in /graphql.`;
  const read = await reply
    .text()
    .then((text) => answer.safeParse(parsed(text)))
    .catch(() => undefined);
  if (read?.success !== true) throw new Error(noApi);
  const { data, errors } = read.data;
  if (errors.length > 0)
    throw new Error(errors.map(({ message, extensions }) => `${extensions.code}: ${message}`).join('\n'));
  return shape.parse(data);
}

interface Answered {
  readonly payload: z.output<typeof payload>;
  readonly userErrors: readonly Wrong[];
}

async function send(name: string, selection: string, input: object): Promise<Answered> {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
  const errors = `userErrors { code field message severity subject operationId rule { id } ${remedySelection} }`;
  const query = `mutation($input: ${type}!) { ${name}(input: $input) { ${selection} ${errors} } }`;
  const answered = (await ask(query, { input }, z.record(z.string(), payload)))[name];
  if (answered === undefined) throw new Error(`there is no answer to ${name}`);
  return { payload: answered, userErrors: answered.userErrors };
}

/**
 * A mutation either did something, or says in `userErrors` why it did nothing.
 * @param host of the file that it is about
 */
async function mutate<T>(
  name: string,
  selection: string,
  input: object,
  shape: z.ZodType<T>,
  host?: MachinesHost,
): Promise<T> {
  const { payload: done, userErrors } = await send(name, selection, input);
  if (userErrors.length === 0) return shape.parse(done);
  const told = userErrors.filter(({ message }) => !/^line \d+, column \d+: no requirement was judged: /.test(message));
  const lines = told.map((error) => wrongInWords(error, host));
  throw new Error([...lines, 'Nothing was changed on the hosts; mend this and run it again.'].join('\n'));
}

function wrongInWords(
  { code, message, severity, field, rule, subject, operationId, remedies }: Wrong,
  host: MachinesHost | undefined,
): string {
  const lines = remedies.map((offered) => inWords(offered));
  if (rule !== null && severity === 'WARNING' && code === 'RULE_VIOLATED') {
    const one = JSON.stringify({ rule: rule.id, subject });
    const all = `or to acceptWarnings, for all that it warns of: "${rule.id}"`;
    lines.push(`  → If that is meant, add to acknowledge in ${file}: ${one}; ${all}`);
  }
  if (operationId !== null)
    lines.push(
      `  → It goes on, by what ${file} says now. Wait for it, then run this again:\n    ${waiting} ${operationId}`,
    );
  const names = [...hosts.values()].map(({ name }) => name);
  const key = keyOf(field, names, host);
  const place = key === undefined ? `${host === undefined ? '' : `${host.name}: `}${code}` : `${file}: ${key}`;
  const isToldWhere = key !== undefined || rule !== null || ['', 'manifest'].includes(field.join('.'));
  const said = unplaced(message, names).replace(/ If this is meant, acknowledge .*/, '');
  return [
    `${place}: ${rule === null ? '' : `${rule.id}: `}${said}${isToldWhere ? '' : ` (${field.at(-1) ?? ''})`}`,
    ...lines,
  ].join('\n');
}

const failed = z.object({ message: z.string(), rule: z.string().nullable(), remedies: z.array(remedy) });
const ended = z.object({
  operation: z.object({
    state: z.string(),
    failure: failed.extend({ others: z.array(failed) }).nullable(),
  }),
});
const event = z.object({
  kind: z.string(),
  host: z.string().nullable(),
  data: z
    .object({
      ...{ step: z.string(), summary: z.string(), message: z.string(), until: z.string() },
      ...{ attempts: z.int(), mostAttempts: z.int(), nextAttemptAt: z.string(), remedies: z.array(remedy) },
    })
    .partial(),
});
const received = z.object({ data: z.object({ operationEvents: event }) });

/** What happens in an operation, on the server's stream of events, which ends with it. */
async function* eventsOf(id: string): AsyncGenerator<z.output<typeof event>> {
  const { headers, ...asked } = request('subscription($id: ID!) { operationEvents(id: $id) { kind host data } }', {
    id,
  });
  const reply = await fetch(`${url}/stream`, { ...asked, headers: { ...headers, accept: 'text/event-stream' } });
  let rest = '';
  for await (const text of reply.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    const lines = `${rest}${text}`.split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (!line.startsWith('data: ')) continue;
      const { data } = received.safeParse(parsed(line.slice('data: '.length)));
      if (data !== undefined) yield data.data.operationEvents;
    }
  }
}

/**
 * Waits for an operation that does what is said; null is one that had nothing to do. What a host waits for is told once with what to do
 * about it, further tries of the same in a short line.
 */
async function follow(operation: { readonly id: string } | null, purpose: string): Promise<void> {
  if (operation === null) return;
  const { id } = operation;
  console.log(`  operation ${id}: ${purpose}`);
  const query = `query($id: ID!) { operation(id: $id) {
    state failure { message rule ${remedySelection} others { message rule ${remedySelection} } } } }`;
  let end: z.output<typeof ended>['operation'];
  do {
    try {
      await tell(eventsOf(id));
    } catch {
      // The stream broke: whether the operation has ended is asked, else it is taken up again.
    }
    end = (await ask(query, { id }, ended)).operation;
    if (end.state === 'SUCCEEDED') return;
    await pause(1_000);
  } while (['PENDING', 'RUNNING', 'UNWINDING'].includes(end.state));
  const { state, failure } = end;
  const said = ({ rule, message }: z.output<typeof failed>): string =>
    rule === null ? message : `${rule}: ${message}`;
  const others = failure?.others ?? [];
  const remedies = [failure, ...others].flatMap((one) => one?.remedies ?? []);
  throw new Error(
    [
      `The operation is ${state}${failure === null ? '' : `: ${said(failure)}`}`,
      ...others.map((other) => `  besides: ${said(other)}`),
      ...new Set(remedies.filter(({ mutation }) => mutation !== 'retryOperation').map((offered) => inWords(offered))),
      `Mend that and run this again. What there is to do is told as requests to copy by:\n  ${waiting} ${id}`,
    ].join('\n'),
  );
}

async function tell(events: AsyncIterable<z.output<typeof event>>): Promise<void> {
  const said = new Map<string | null, string | undefined>();
  for await (const { kind, host, data } of events) {
    const { step, summary, message = '', attempts, nextAttemptAt, until, mostAttempts, remedies = [] } = data;
    if (kind !== 'task.waiting') console.log(`  ${[host, kind, step, summary ?? message].filter(Boolean).join(' ')}`);
    else if (said.get(host) === message)
      console.log(`  ${host ?? ''} waits, tried ${attempts ?? 0} times, next try at ${nextAttemptAt ?? ''}`);
    else {
      const why = message.startsWith(`${host ?? ''}: `) ? message.slice(`${host ?? ''}: `.length) : message;
      const last = until === undefined ? `${mostAttempts ?? 0} times` : `until ${until}`;
      console.log(`  ${host ?? ''} waits: ${why}; it is tried ${last}`);
      if (until === undefined) continue;
      for (const offered of remedies) console.log(`  ${inWords(offered, 'end this script by Ctrl-C, ')}`);
    }
    if (kind === 'task.waiting') said.set(host, message);
  }
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

const hostKey = z.object({ shownInstead: z.string().nullable() });
const hostFound = z.object({ hosts: z.object({ nodes: z.array(withId.extend({ hostKey: hostKey.nullable() })) }) });

/** Makes a host known, or changes how it is reached; its id. */
async function makeKnown(host: MachinesHost, sshKeyId: string, now: string): Promise<string> {
  const { name, address, sshAddress, port, user, fingerprint } = host;
  const query =
    'query($name: String!) { hosts(first: 1, filter: {name: $name}) { nodes { id hostKey { shownInstead } } } }';
  const [known] = (await ask(query, { name }, hostFound)).hosts.nodes;
  const login = { address: sshAddress ?? address, port: port ?? 22, user: user ?? 'root' };
  const way = { ...login, sshKeyId, hostKeyFingerprint: fingerprint };
  const done = z.object({ host: withId });
  if (known === undefined) {
    const input = { idempotencyKey: `host ${name} ${now}`, name, ...way };
    return (await mutate('registerHost', 'host { id }', input, done, host)).host.id;
  }
  const hostId = known.id;
  // The key that it shows is in the file by now: somebody compared the two.
  if (known.hostKey?.shownInstead === fingerprint)
    await mutate('confirmHostKey', 'host { id }', { hostId, fingerprint }, done, host);
  return (await mutate('updateHost', 'host { id }', { hostId, ...way }, done, host)).host.id;
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

const allRules = z.object({ requirementRules: z.array(withId) });

async function makeCluster(): Promise<void> {
  const { requirementRules } = await ask('{ requirementRules { id } }', {}, allRules);
  const given = readMachines(
    file,
    requirementRules.map(({ id }) => id),
  );
  const now = new Date().toISOString();
  const key = await findKey();
  if (key === undefined) throw new Error('There is no key yet; make it by: npx tsx examples/first-cluster.ts key');

  console.log('Making the hosts known');
  const hostIds: string[] = [];
  for (const host of given.hosts) {
    const id = await makeKnown(host, key.id, now);
    hostIds.push(id);
    hosts.set(id, host);
  }
  const names = given.hosts.map(({ name }) => name).join(', ');

  console.log('Looking at the hosts');
  const look = { idempotencyKey: `look ${now}`, hostIds };
  await follow((await mutate('observeHosts', 'operation { id }', look, started)).operation, `look at ${names}`);

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
    await follow(
      (await mutate('observeHosts', 'operation { id }', again, started)).operation,
      'look again at what speaks against it',
    );
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
    await follow(
      (await mutate('observeHosts', 'operation { id }', besides, started)).operation,
      `look at ${names} for what would be changed`,
    );
  }
  const { cluster, operation } = await mutate(
    'applyCluster',
    'cluster { id } operation { id }',
    { ...setup, idempotencyKey: `cluster ${now}`, acknowledge },
    started.extend({ cluster: withId }),
  );
  await follow(operation, `set up cluster ${given.name}`);

  const { webServer, domain, account, serviceAddress } = given;
  console.log(
    webServer == null || domain == null
      ? 'The cluster is set up'
      : `The cluster is set up. What ${account} puts into public_html is at:\n  curl --resolve ${domain}:80:${serviceAddress} http://${domain}/`,
  );
  const query = `query($id: ID!) { cluster(id: $id) { name state hosts(first: 100) { nodes { name role state } }
    accounts(first: 10) { nodes { name uid home state } } } }`;
  const made = await ask(query, { id: cluster.id }, z.object({ cluster: z.unknown() }));
  console.log(JSON.stringify(made.cluster, null, 2));
}

/** What keeps this from beginning, in lines for a person; undefined where nothing does. */
function missing(needsFile: boolean): string | undefined {
  // What is at the URL is printed: it may hold no secret.
  const { username = '', password = '', protocol = '' } = URL.canParse(url) ? new URL(url) : {};
  if (username !== '' || password !== '')
    return 'Give HOSTWRIGHT_URL without a user and a password in it; who asks is told by HOSTWRIGHT_TOKEN_FILE.';
  if (!/^https?:$/.test(protocol))
    return `HOSTWRIGHT_URL is ${url}; give one that begins with http:// or https://, like http://127.0.0.1:4600/graphql.`;
  if (!isReadable(tokenFile) || statSync(tokenFile).size === 0)
    return `There is no token that can be read in ${tokenFile}; make one by:
  (umask 077; npm run --silent hostwright -- token create >${tokenFile})
Give it the same --data as the server, where the server was given one.`;
  if (!needsFile || isReadable(file)) return undefined;
  if (!existsSync(file)) return `There is no ${file} here; copy examples/machines.json and put your hosts in.`;
  return statSync(file).isFile()
    ? `${file} cannot be read by the user that runs this; see to its permissions.`
    : `${file} is no file; give the copy of examples/machines.json that has your hosts in.`;
}

function isReadable(path: string): boolean {
  try {
    accessSync(path, constants.R_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

const work =
  what === 'key' && given === undefined
    ? makeKey
    : what === 'cluster' && given !== undefined && rest.length === 0
      ? makeCluster
      : undefined;
const stop = work === undefined ? undefined : missing(work === makeCluster);
if (work === undefined) {
  console.error('npx tsx examples/first-cluster.ts key | cluster machines.json');
  process.exitCode = what === '--help' ? 0 : 2;
} else if (stop !== undefined) {
  console.error(stop);
  process.exitCode = 2;
} else {
  work().catch((error: unknown) => {
    if (error instanceof z.ZodError) console.error(z.prettifyError(error));
    else console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  });
}
