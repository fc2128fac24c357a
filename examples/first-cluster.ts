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
import { existsSync, statSync } from 'node:fs';
import { z } from 'zod';
import { ask, missingForApi } from './ask-api.js';
import { follow, waiting } from './follow-operation.js';
import { isReadable } from './is-readable.js';
import { keyOf, unplaced } from './key-of-machines.js';
import { inWords, remedy, remedySelection, type KnownMachines } from './offered-remedies.js';
import { readMachines, type Machines, type MachinesHost } from './read-machines.js';

const keyName = 'first-cluster';
const [what, given, ...rest] = process.argv.slice(2);
const file = given ?? 'machines.json';
const machines: KnownMachines = { file, hosts: new Map() };

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
  const lines = remedies.map((offered) => inWords(offered, machines));
  const names = [...machines.hosts.values()].map(({ name }) => name);
  if (rule !== null && severity === 'WARNING' && code === 'RULE_VIOLATED') {
    const one = JSON.stringify({ rule: rule.id, subject });
    const all = `or to acceptWarnings, for all that it warns of: "${rule.id}"`;
    lines.push(`  → If that is meant, add to acknowledge in ${file}: ${one}; ${all}`);
  }
  const key = keyOf(field, names, host);
  const isInManifest = field[0] === 'manifest' && field.length > 1;
  if (code === 'WRONG_STATE' && isInManifest && key === undefined)
    lines.push(
      `  → ${file} cannot say that; change the cluster by its manifest from now on (hostwright export, then hostwright apply)`,
    );
  if (operationId !== null)
    lines.push(
      `  → It goes on, by what ${file} says now. Wait for it, then run this again:\n    ${waiting} ${operationId}`,
    );
  const place = key === undefined ? `${host === undefined ? '' : `${host.name}: `}${code}` : `${file}: ${key}`;
  const isToldWhere = key !== undefined || rule !== null || ['', 'manifest'].includes(field.join('.'));
  const said = unplaced(message, names).replace(/ If this is meant, acknowledge .*/, '');
  return [
    `${place}: ${rule === null ? '' : `${rule.id}: `}${said}${isToldWhere ? '' : ` (${field.at(-1) ?? ''})`}`,
    ...lines,
  ].join('\n');
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
  const { clusterByName } = await ask(
    'query($name: String!) { clusterByName(name: $name) { id } }',
    { name: given.name },
    z.object({ clusterByName: withId.nullable() }),
  );
  if (clusterByName !== null)
    console.log(
      `Cluster ${given.name} is there: it becomes what ${file} says, and what was changed of it otherwise (hostwright apply) is undone`,
    );

  console.log('Making the hosts known');
  const hostIds: string[] = [];
  for (const host of given.hosts) {
    const id = await makeKnown(host, key.id, now);
    hostIds.push(id);
    machines.hosts.set(id, host);
  }
  const names = given.hosts.map(({ name }) => name).join(', ');

  console.log('Looking at the hosts');
  const look = { idempotencyKey: `look ${now}`, hostIds };
  await follow(
    (await mutate('observeHosts', 'operation { id }', look, started)).operation,
    `look at ${names}`,
    machines,
  );

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
      machines,
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
      machines,
    );
  }
  const { cluster, operation } = await mutate(
    'applyCluster',
    'cluster { id } operation { id }',
    { ...setup, idempotencyKey: `cluster ${now}`, acknowledge },
    started.extend({ cluster: withId }),
  );
  await follow(operation, `set up cluster ${given.name}`, machines);

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
  const forApi = missingForApi();
  if (forApi !== undefined || !needsFile || isReadable(file)) return forApi;
  if (!existsSync(file)) return `There is no ${file} here; copy examples/machines.json and put your hosts in.`;
  return statSync(file).isFile()
    ? `${file} cannot be read by the user that runs this; see to its permissions.`
    : `${file} is no file; give the copy of examples/machines.json that has your hosts in.`;
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
