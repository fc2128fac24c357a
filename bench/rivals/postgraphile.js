// Wants Node.js 22 for this alone.
Promise.withResolvers ??= function withResolvers() {
  const made = {};
  made.promise = new Promise((resolve, reject) => Object.assign(made, { resolve, reject }));
  return made;
};

const { createServer } = require('node:http');
const { postgraphile } = require('postgraphile');
const { makePgService } = require('postgraphile/adaptors/pg');
const { grafserv } = require('postgraphile/grafserv/node');
const { PostGraphileAmberPreset } = require('postgraphile/presets/amber');
const { listening, pool } = require('./started.js');

const instance = postgraphile({
  extends: [PostGraphileAmberPreset],
  pgServices: [makePgService({ pool, schemas: ['rival'] })],
  grafserv: { watch: false, graphiql: false },
  grafast: { explain: false },
});

const server = createServer();
server.on('error', () => undefined);
instance
  .createServ(grafserv)
  .addTo(server)
  .then(() => listening(server));
