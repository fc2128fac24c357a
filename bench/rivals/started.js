// What every server here begins and ends with: where its database is, and saying where it listens.
const { Pool } = require('pg');

const { database, tenant } = JSON.parse(process.argv[2]);

/** As many connections as each of them has. */
const pool = new Pool({ ...database, max: 10 });

function listening(server) {
  server.listen(0, '127.0.0.1', () => console.log(JSON.stringify({ port: server.address().port })));
}

module.exports = { database, tenant, pool, listening };
