// The schema of those that are written by hand, over views of the tables of Hostwright; the rows that a request wants of one kind
// are read together.
const { pool } = require('./started.js');

const typeDefs = `
  type Query { clusters(first: Int!): [Cluster!]! cluster(name: String!): Cluster }
  type Mutation { observe(hostIds: [ID!]!): ID! }
  type Cluster { id: ID! name: String! state: String! storageMode: String! storagePath: String hosts: [Host!]! }
  type Host { id: ID! name: String! state: String! addresses: [Address!]! }
  type Address { address: String! purpose: String! }
`;

const names = new Map();

/** Prepared once on each connection, as it would be by whoever counts. */
async function rows(text, values) {
  if (!names.has(text)) names.set(text, `s${names.size}`);
  return (await pool.query({ name: names.get(text), text, values })).rows;
}

function grouped(found, key, keys) {
  const groups = new Map(keys.map((one) => [one, []]));
  for (const row of found) groups.get(row[key]).push(row);
  return keys.map((one) => groups.get(one));
}

const hostsOf = async (clusterIds) =>
  grouped(
    await rows(
      'SELECT id, cluster_id, name, state FROM rival.host WHERE cluster_id = ANY($1) ORDER BY cluster_id, position',
      [clusterIds],
    ),
    'cluster_id',
    clusterIds,
  );

const addressesOf = async (hostIds) =>
  grouped(
    await rows(
      'SELECT host_id, address, purpose FROM rival.address WHERE host_id = ANY($1) ORDER BY host_id, position',
      [hostIds],
    ),
    'host_id',
    hostIds,
  );

const cluster =
  'SELECT id, name, state, storage_mode AS "storageMode", storage_path AS "storagePath" FROM rival.cluster';

/** The rows of one mutation, in one transaction, statement by statement. */
async function observe(hostIds) {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    const text = (name) => ({ name, text: `SELECT rival.${name}($1, $2) AS id` });
    const { rows: begun } = await client.query({ ...text('begin_operation'), values: [null, hostIds] });
    await client.query({ ...text('add_tasks'), values: [begun[0].id, hostIds] });
    await client.query({ ...text('end_operation'), values: [begun[0].id, hostIds] });
    await client.query('COMMIT');
    return begun[0].id;
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  } finally {
    client.release();
  }
}

const Query = {
  clusters: (_, { first }) => rows(`${cluster} ORDER BY name, id LIMIT $1`, [first]),
  cluster: async (_, { name }) => (await rows(`${cluster} WHERE name = $1`, [name]))[0],
};

module.exports = { typeDefs, Query, hostsOf, addressesOf, observe };
