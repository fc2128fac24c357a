import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { MadeHere } from '../src/made-here.js';
import { ApiClient } from './api-client.js';
import { dataFolder } from './data-folder.js';
import { eventually } from './eventually.js';
import type { Proof } from './prove.js';
import { createToken, ServerProcess, type ServerOptions } from './server-process.js';
import { UnreliableReceiver } from './unreliable-receiver.js';
import { WebhookLog } from './webhook-log.js';

const kills = 20;
/** As many aliases as one document may have, nearly. */
const refusalsPerLife = 25;
/** The cluster lacks a manager and a quorum address. */
const eventsPerRefusal = 2;
const eventsPerLife = refusalsPerLife * eventsPerRefusal;
const events = kills * eventsPerLife;
const kind = 'rule.violated';
const progressMs = 2_000;

const idOf = z.object({ id: z.string() });
const violations = z.record(
  z.string(),
  z.object({ userErrors: z.array(z.object({ code: z.literal('RULE_VIOLATED') })).length(eventsPerRefusal) }),
);

/** A draft that rules refuse to set up, without any host: each refusal is an event for each rule. */
async function declareImpossible(client: ApiClient): Promise<string> {
  const { cluster } = await client.mutate(
    'createCluster',
    'CreateClusterInput',
    'cluster { id }',
    {
      ...{ idempotencyKey: randomUUID(), name: 'impossible', topology: 'PUBLIC' },
      networks: [{ name: 'front', kind: 'PUBLIC', cidr: '203.0.113.0/24' }],
      // Addresses of documentation, and no host at all: warnings, and meant.
      acknowledge: [
        { rule: 'R-NET-1', subject: 'Network front' },
        { rule: 'R-SRV-1', subject: 'Cluster impossible' },
      ],
    },
    z.object({ cluster: idOf }),
  );
  return cluster.id;
}

async function makeEvents(client: ApiClient, clusterId: string): Promise<void> {
  const fields = Array.from(
    { length: refusalsPerLife },
    (_, place) =>
      `r${place}: setUpCluster(input: {idempotencyKey: "${randomUUID()}", clusterId: $id}) { userErrors { code } }`,
  );
  await client.request(`mutation Refused($id: ID!) { ${fields.join(' ')} }`, { id: clusterId }, violations);
}

async function tell(client: ApiClient, receiver: UnreliableReceiver): Promise<string> {
  const { secret, webhookEndpoint } = await client.mutate(
    'createWebhookEndpoint',
    'CreateWebhookEndpointInput',
    'secret webhookEndpoint { id }',
    { idempotencyKey: randomUUID(), url: receiver.url, kinds: [kind] },
    z.object({ secret: z.string(), webhookEndpoint: idOf }),
  );
  receiver.trust(secret);
  return webhookEndpoint.id;
}

/** Starts one Hostwright again and again, each time on the same data. */
function livesOf(made: MadeHere, options: ServerOptions): () => Promise<ServerProcess> {
  let last: ServerProcess | undefined;
  made.removedBy(async () => {
    // The database of a server that was killed goes on; a server that ends in order ends it.
    if (last?.signal === 'SIGKILL') await (await ServerProcess.start(options)).stop();
  });
  return async () => {
    last = await made.once(
      () => ServerProcess.start(options),
      (server) => server.stop(),
    );
    return last;
  };
}

/** Each event accepted, by one id and one body, signed at every try; throws where one is not. */
async function takeStock(log: WebhookLog, { tally }: UnreliableReceiver, asked: number): Promise<readonly Proof[]> {
  const deliveries = await log.deliveries(kind);
  const troubles = tally.troubles(deliveries.map(({ webhookId }) => webhookId));
  if (troubles.length > 0) throw new Error(`${troubles.length} troubles: ${troubles.slice(0, 5).join('; ')}`);
  if (deliveries.length !== events || deliveries.some(({ state }) => state !== 'DELIVERED'))
    throw new Error(`${deliveries.length} deliveries of ${events} events, or not all of them delivered`);
  const tries = deliveries.flatMap(({ attempts }) => attempts.nodes);
  if (tries.length < tally.requests) throw new Error(`${tally.requests} requests came of ${tries.length} noted tries`);
  const cut = tries.filter(({ finishedAt }) => finishedAt === null).length;
  if (cut === 0) throw new Error('no kill cut a try short');
  const failed = (['ANSWERED_500', 'RESET', 'STALLED'] as const).map((treatment) => tally.treated(treatment));
  const [refused = 0, reset = 0, silent = 0] = failed;
  const number = (value: number): string => value.toLocaleString('en');
  return [
    {
      claim: `of ${number(events)} events none is lost, at a receiver that fails half of the time and with a sender that is killed ${kills} times`,
      seen: `${number(tally.accepted)} accepted; ${number(tally.requests)} requests, of which ${refused} answered 500, ${reset} reset, ${silent} left without an answer; ${kills} kills by SIGKILL cut ${cut} of ${number(tries.length)} tries short`,
    },
    {
      claim: 'every event has one webhook-id and one body at all tries, and every signature is genuine',
      seen: `${tally.duplicates} came again after they were accepted, under the id that they had; ${asked} asked for with redeliverWebhooks instead of waiting`,
    },
  ];
}

/**
 * A thousand events to a receiver that fails, stalls and resets every second request, while the server that sends them is killed
 * and started again. Everything goes through the API. Throws where anything was lost.
 * @param program arguments of Node.js that start the command line
 */
export async function loseNothing(
  program: readonly string[],
  made: MadeHere,
  say: (line: string) => void,
): Promise<readonly Proof[]> {
  const receiver = await made.once(
    () => UnreliableReceiver.open(),
    (opened) => opened.close(),
  );
  const data = dataFolder(made);
  const begin = livesOf(made, { data, port: 0, webhookNetworks: '127.0.0.0/8', program });
  let [life, asked] = [1, 0];
  const progress = setInterval(() => {
    const { accepted, requests } = receiver.tally;
    say(`  sender ${life} of ${kills + 1}: ${accepted} of ${events} events are accepted, ${requests} requests came`);
  }, progressMs);
  try {
    let server = await begin();
    const token = await made.once(
      () => createToken(data, program),
      async () => undefined,
    );
    const clusterId = await declareImpossible(new ApiClient(server.url, token));
    const endpointId = await tell(new ApiClient(server.url, token), receiver);
    for (; life <= kills; life++) {
      const before = receiver.tally.requests;
      await makeEvents(new ApiClient(server.url, token), clusterId);
      // Each time at another moment of its work.
      await receiver.requested(before + 20 + life);
      await server.kill();
      server = await begin();
    }
    const log = new WebhookLog(new ApiClient(server.url, token), endpointId);
    await eventually('every event is delivered', 120, async () => {
      const hurried = await log.hurry();
      asked += hurried.asked;
      if (hurried.open > 0) throw new Error(`${events - receiver.tally.accepted} are not accepted yet`);
    });
    const proofs = await takeStock(log, receiver, asked);
    await server.stop();
    return proofs;
  } finally {
    clearInterval(progress);
  }
}
