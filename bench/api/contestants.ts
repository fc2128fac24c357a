import type { MadeHere } from '../../src/made-here.js';
import { toGlobalId } from '../../src/domain/ids.js';
import type { Product } from '../product/product.js';
import { namedCluster } from './seed.js';
import { startRival, type Served } from './served.js';

const ours = {
  list: `{ clusters(first: 50) { nodes { name state userStorage { mode exportPath } hosts(first: 10) { nodes { name state
    addresses(first: 10) { nodes { address purpose } } } } } } }`,
  small: `query ($name: String!) { cluster: clusterByName(name: $name) { name state userStorage { mode } } }`,
  mutation: `mutation ($input: ObserveHostsInput!) { observeHosts(input: $input) { operation { id } userErrors { code } } }`,
};

const theirs = {
  list: `{ clusters(first: 50) { name state storageMode storagePath hosts { name state addresses { address purpose } } } }`,
  small: `query ($name: String!) { cluster(name: $name) { name state storageMode } }`,
  mutation: `mutation ($hostIds: [ID!]!) { observe(hostIds: $hostIds) }`,
};

const postgraphile = {
  list: `{ clusters: allClusters(first: 50, orderBy: [NAME_ASC]) { nodes { name state storageMode storagePath
    hosts(orderBy: [POSITION_ASC]) { nodes { name state addresses(orderBy: [POSITION_ASC]) { nodes { address purpose } } } } } } }`,
  small: `query ($name: String!) { cluster: clusterByName(name: $name) { name state storageMode } }`,
  mutation: `mutation ($hostIds: [UUID!]!) { observe(input: { hostIds: $hostIds }) { result } }`,
};

type Documents = Readonly<Record<keyof typeof ours, string>>;

function bodies(documents: Documents, variables: object, input: object): Served['bodies'] {
  const body = (query: string, given: object = {}): string => JSON.stringify({ query, variables: given });
  return {
    list: body(documents.list),
    small: body(documents.small, variables),
    mutation: body(documents.mutation, input),
  };
}

export const floorName = 'one statement, no GraphQL';
export const names = {
  yoga: 'Yoga + dataloader',
  mercurius: 'Mercurius + jit',
  postgraphile: 'PostGraphile 5',
} as const;

/** Ours first, with its token and its limits; the others let everybody in and serve one tenant. */
export async function startContestants(
  made: MadeHere,
  { client, pid, databaseAddress: { socketDirectory, ...address } }: Product,
  hostIds: readonly string[],
): Promise<readonly [Served, ...Served[]]> {
  const variables = { name: namedCluster };
  const headers = { 'content-type': 'application/json' };
  const database = { ...address, host: socketDirectory };
  const start = async (name: string, script: string, requests: Served['bodies']): Promise<Served> => {
    const [rival, url] = await startRival(made, script, database);
    return { name, url, pid: rival, headers, bodies: requests };
  };
  const input = { hostIds: hostIds.map((id) => toGlobalId('Host', id)) };
  return [
    {
      ...{ name: 'ours', url: client.url, pid, headers: { ...headers, authorization: `Bearer ${client.token}` } },
      // The load makes a new key for each request.
      bodies: bodies(ours, variables, { input: { ...input, idempotencyKey: 'KEY' } }),
    },
    await start(names.postgraphile, 'postgraphile.js', bodies(postgraphile, variables, { hostIds })),
    await start(names.yoga, 'yoga.js', bodies(theirs, variables, { hostIds })),
    await start(names.mercurius, 'mercurius.js', bodies(theirs, variables, { hostIds })),
    await start(floorName, 'floor.js', {
      list: JSON.stringify({ kind: 'list' }),
      small: JSON.stringify({ kind: 'small', ...variables }),
      mutation: JSON.stringify({ kind: 'observe', hostIds }),
    }),
  ];
}
