const { createServer } = require('node:http');
const DataLoader = require('dataloader');
const { createSchema, createYoga } = require('graphql-yoga');
const { addressesOf, hostsOf, observe, Query, typeDefs } = require('./schema.js');
const { listening } = require('./started.js');

const resolvers = {
  Query,
  Mutation: { observe: (_, { hostIds }) => observe(hostIds) },
  Cluster: { hosts: ({ id }, _, { hosts }) => hosts.load(id) },
  Host: { addresses: ({ id }, _, { addresses }) => addresses.load(id) },
};

const yoga = createYoga({
  schema: createSchema({ typeDefs, resolvers }),
  context: () => ({ hosts: new DataLoader(hostsOf), addresses: new DataLoader(addressesOf) }),
  logging: false,
  graphiql: false,
});

listening(createServer(yoga));
