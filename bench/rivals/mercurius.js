const fastify = require('fastify');
const mercurius = require('mercurius');
const { addressesOf, hostsOf, observe, Query, typeDefs } = require('./schema.js');

const app = fastify();
const together = (load) => (queries) => load(queries.map(({ obj }) => obj.id));

app.register(mercurius, {
  schema: typeDefs,
  resolvers: { Query, Mutation: { observe: (_, { hostIds }) => observe(hostIds) } },
  loaders: { Cluster: { hosts: together(hostsOf) }, Host: { addresses: together(addressesOf) } },
  // Compiles a document when it comes for the second time.
  jit: 1,
});

app.listen({ port: 0, host: '127.0.0.1' }).then(() => console.log(JSON.stringify({ port: app.server.address().port })));
