import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { buildIde } from '../scripts/build-ide.js';
import { labUnavailable } from '../test/lab/lab-unavailable.js';
import { Lab } from '../test/lab/lab.js';
import { ApiClient } from './api-client.js';
import { bundleServer } from './bundle-server.js';
import { dataFolder } from './data-folder.js';
import {
  createAccount,
  declareCluster,
  domainOf,
  quickstartHosts,
  setUpCluster,
  type CreatedAccount,
  type Declared,
} from './declare-cluster.js';
import { eventually } from './eventually.js';
import type { OperationEvent } from '../src/cli/client/operation-events.js';
import { followOperation } from './follow-operation.js';
import { assertConverged, assertNothingToDo } from './assert-converged.js';
import { assertDeleted } from './assert-deleted.js';
import { MadeHere } from '../src/made-here.js';
import { hearFailure } from './hear-failure.js';
import { Listener } from './listener.js';
import { loseNothing } from './lose-nothing.js';
import { externalHosts, observeFileServer } from './observe-file-server.js';
import { quickstartOptions, UsageError } from './options.js';
import { gatherProofs, quickstartClient, type Proof, type ProvenAccount } from './prove.js';
import { createToken, ServerProcess } from './server-process.js';
import { takenPort } from './taken-port.js';
import { threeRequests } from './three-requests.js';

const usage = `npm run quickstart [-- OPTIONS]

Boots real Linux hosts on this machine, starts Hostwright, sets up a web-hosting cluster through its API, and shows on the
hosts that it holds, that trouble is told, and that no event is lost. Needs Debian and root. Then leaves the API open until
Ctrl-C.

  --exit         reboot and crash every host of the cluster, show that all still holds, clean up; exit code 0 only if
                 everything held
  --port PORT    where the API listens on 127.0.0.1 (default: 4600, with --exit any free port)
  --help         this text`;

/** After a boot user storage is mounted as soon as the manager serves it, and locks are granted once its grace is over. */
const settleSeconds = 120;
const accountName = 'shop1';
/** Where a server that runs from source looks for it too. */
const ideFolder = join(__dirname, '..', 'dist', 'ide');

const started = performance.now();

function say(line: string): void {
  const seconds = ((performance.now() - started) / 1000).toFixed(1).padStart(6);
  console.log(`${seconds} s  ${line}`);
}

function sayEvent({ kind, host, data }: OperationEvent): void {
  if (kind.startsWith('step.')) {
    const what = `${data.step ?? ''} ${data.key ?? ''}`.trim();
    say(`  ${(host ?? '').padEnd(8)} ${kind.slice(5).padEnd(9)} ${what}: ${data.summary ?? ''}`);
  } else if (kind === 'task.waiting' || kind.endsWith('.failed')) {
    say(`  ${(host ?? '').padEnd(8)} ${kind}: ${data.message ?? ''}`);
  }
}

function sayProofs(proofs: readonly Proof[]): void {
  for (const { claim, seen } of proofs) say(`  ✓ ${claim}\n                → ${seen}`);
}

/** Waits for operations without a word. */
function following(client: ApiClient): (operationId: string) => Promise<void> {
  return (id) =>
    followOperation(
      () => client,
      id,
      () => undefined,
    );
}

/** Declares, sets up and adds an account, printing each step as it happens. */
async function buildCluster(client: ApiClient, lab: Lab): Promise<{ declared: Declared; account: CreatedAccount }> {
  const aloud = (id: string): Promise<void> => followOperation(() => client, id, sayEvent);
  say('api: making the hosts and the database server known, looking at them');
  const declared = await declareCluster(client, lab, following(client));
  say('api: the cluster is declared; setting it up');
  await aloud(await setUpCluster(client, declared.clusterId));
  say(`api: the cluster is set up; adding the account ${accountName}`);
  const account = await createAccount(client, declared, accountName);
  await aloud(account.operationId);
  return { declared, account };
}

async function prove(lab: Lab, declared: Declared, account: ProvenAccount, when: string): Promise<void> {
  say(`proofs from the hosts, ${when}:`);
  sayProofs(await eventually(`the proofs ${when}`, settleSeconds, () => gatherProofs(lab, declared.proven, account)));
}

/** Failures that an operator hears of, and what is done about them. */
async function hearOfTrouble(client: ApiClient, lab: Lab, declared: Declared, made: MadeHere): Promise<void> {
  const listener = await made.once(
    () => Listener.open(client),
    (opened) => opened.close(),
  );
  say('a failure that is heard:');
  sayProofs(await hearFailure(client, lab, declared, listener, following(client)));
  say('a file server that is only looked at, in a second cluster:');
  const others = await made.once(
    () => Lab.up({ hosts: externalHosts }, say),
    (running) => running.down(),
  );
  sayProofs(await observeFileServer(client, others, listener, following(client), say));
  await others.down();
  say('lab: the hosts of the second cluster, "external", are gone again; the API still lists it');
}

/** What has to hold after everything that can happen to hosts; throws where it does not. */
async function holdThrough(
  client: ApiClient,
  lab: Lab,
  declared: Declared,
  account: ProvenAccount,
  accountId: string,
): Promise<void> {
  const follow = following(client);
  say('converging the accepted value again');
  say(`  ✓ ${await assertConverged(client, declared.clusterId, follow)}`);
  say(`  ✓ ${await assertNothingToDo(client, declared.clusterId)}`);
  const names = lab.hosts.map(({ name }) => name);
  // A host that goes down waits long for user storage whose server went down before it.
  say('rebooting every host in order, the manager last …');
  await Promise.all(names.filter((name) => name !== 'manager').map((name) => lab.reboot(name)));
  await lab.reboot('manager');
  await prove(lab, declared, account, 'after an orderly reboot of every host');
  say('crashing every host at once …');
  await Promise.all(names.map((name) => lab.crash(name)));
  await prove(lab, declared, account, 'after a crash of every host');
  say(`  ✓ ${await assertConverged(client, declared.clusterId, follow)}`);
  say(`deleting the account ${account.name} with its data`);
  say(`  ✓ ${await assertDeleted(client, lab, declared.proven, account, accountId, follow)}`);
  say(`  ✓ ${await assertNothingToDo(client, declared.clusterId)}`);
}

async function main(): Promise<number> {
  const { exit, port, help } = quickstartOptions(process.argv.slice(2));
  if (help) {
    console.log(usage);
    return 0;
  }
  const unavailable = labUnavailable();
  if (unavailable !== undefined) {
    console.error(`quickstart: ${unavailable}`);
    return 1;
  }
  const taken = await takenPort(port);
  if (taken !== undefined) {
    console.error(`quickstart: ${taken}`);
    return 1;
  }
  const made = new MadeHere();
  const data = dataFolder(made);
  const interrupted = new Promise<'interrupted'>((resolve) => {
    // Again and again: a Ctrl-C comes twice, from the terminal and handed on by npm, and must not cut the cleaning short.
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => resolve('interrupted'));
  });
  // A Ctrl-C ends the programs that run for us too, and their failure may be here before we hear of it ourselves.
  const orInterrupted = async (error: unknown): Promise<'interrupted'> => {
    const heard = await Promise.race([interrupted, pause(100)]);
    if (heard === 'interrupted') return heard;
    throw error;
  };
  const work = async (): Promise<'held' | 'open'> => {
    if (!exit && !existsSync(ideFolder)) {
      say('server: bundling the editor that a browser shows');
      await buildIde(ideFolder);
    }
    say('server: starting Hostwright with its embedded PostgreSQL');
    const program = await bundleServer(made);
    const server = await made.once(
      // Webhooks are heard on this machine.
      () =>
        ServerProcess.start({
          ...{ program, data, port, webhookNetworks: '127.0.0.0/8' },
          progress: (line) => say(`server: ${line}`),
        }),
      (running) => running.stop(),
    );
    // A program of its own that uses the data, which are not removed before it ended.
    const token = await made.once(
      () => createToken(data, program),
      async () => undefined,
    );
    const client = new ApiClient(server.url, token);
    say(`server: ${server.url}`);
    const lab = await made.once(
      () => Lab.up({ hosts: quickstartHosts, clients: [quickstartClient] }, say),
      (running) => running.down(),
    );
    const { declared, account } = await buildCluster(client, lab);
    const proven: ProvenAccount = {
      name: accountName,
      uid: account.uid,
      domain: domainOf(accountName),
      database: accountName,
      databaseUser: accountName,
      databasePassword: account.databasePassword ?? '',
      databaseAddress: lab.host('db1').privateAddress ?? '',
    };
    await prove(lab, declared, proven, 'now');
    await hearOfTrouble(client, lab, declared, made);
    say('a thousand events, sent by another Hostwright that is killed over and over:');
    sayProofs(await loseNothing(program, made, say));
    if (!exit) {
      say('everything held');
      console.log(threeRequests(client, declared.clusterId, lab.index));
      return 'open';
    }
    await holdThrough(client, lab, declared, proven, account.accountId);
    return 'held';
  };
  try {
    const outcome = await Promise.race([work().catch(orInterrupted), interrupted]);
    if (outcome === 'open') await interrupted;
    if (outcome === 'held') say('everything held');
    say('cleaning up');
    return outcome === 'interrupted' && exit ? 1 : 0;
  } finally {
    await made.remove();
    say('done: nothing is left behind');
  }
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(`quickstart: ${error instanceof Error ? error.message : String(error)}`);
    if (!(error instanceof UsageError)) process.exit(1);
    console.error('npm run quickstart -- --help shows the options');
    process.exit(2);
  },
);
