// No GraphQL at all: one statement for each request, and its answer as PostgreSQL wrote it.
const { createServer } = require('node:http');
const { listening, pool } = require('./started.js');

const list = `SELECT json_build_object('data', json_build_object('clusters', json_agg(c.node)))::text AS answer FROM (
  SELECT json_build_object('name', c.name, 'state', c.state, 'storageMode', c.storage_mode, 'storagePath', c.storage_path,
    'hosts', (SELECT json_agg(h.node) FROM (
      SELECT json_build_object('name', h.name, 'state', h.state, 'addresses', (SELECT json_agg(a.node) FROM (
        SELECT json_build_object('address', a.address, 'purpose', a.purpose) AS node
        FROM rival.address a WHERE a.host_id = h.id ORDER BY a.position) a)) AS node
      FROM rival.host h WHERE h.cluster_id = c.id ORDER BY h.position) h)) AS node
  FROM rival.cluster c ORDER BY c.name, c.id LIMIT 50) c`;
const small = `SELECT json_build_object('data', json_build_object('cluster', json_build_object('name', name, 'state', state,
  'storageMode', storage_mode)))::text AS answer FROM rival.cluster WHERE name = $1`;
const observe = `SELECT json_build_object('data', json_build_object('observe', rival.observe($1)))::text AS answer`;

async function answer(body) {
  const { kind, name, hostIds } = JSON.parse(body);
  const text = { list, small, observe }[kind];
  const values = { list: [], small: [name], observe: [hostIds] }[kind];
  return (await pool.query({ name: kind, text, values })).rows[0].answer;
}

listening(
  createServer((request, response) => {
    let body = '';
    request.on('data', (part) => (body += part));
    request.on('end', () =>
      answer(body).then(
        (text) => response.setHeader('content-type', 'application/json').end(text),
        () => response.writeHead(500).end(),
      ),
    );
  }),
);
