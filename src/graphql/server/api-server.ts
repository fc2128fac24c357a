import { ApolloServer } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { maxAliasesRule } from '@escape.tech/graphql-armor-max-aliases';
import { maxDepthRule } from '@escape.tech/graphql-armor-max-depth';
import { maxDirectivesRule } from '@escape.tech/graphql-armor-max-directives';
import type { GraphQLSchema } from 'graphql';
import type { Ids } from '../../ports/ids.js';
import type { Log } from '../../ports/log.js';
import type { Context } from '../shared/context.js';
import { errorFormatter } from './format-error.js';
import { jitExecutor } from './jit-executor.js';

/** Deep enough for a cluster with its hosts, tasks and steps; far from what a bomb needs. */
const limits = { depth: 16, aliases: 30, directives: 20, tokens: 4_000 } as const;

/** The GraphQL server without a transport; the caller starts and stops it. */
export function apiServer(schema: GraphQLSchema, log: Log, ids: Ids): ApolloServer<Context> {
  return new ApolloServer<Context>({
    // Apollo lets a gateway execute; ours is a compiler for the same schema.
    gateway: {
      load: () => Promise.resolve({ executor: jitExecutor(schema) }),
      onSchemaLoadOrUpdate: (callback) => {
        callback({ apiSchema: schema, coreSupergraphSdl: '' });
        return () => undefined;
      },
      stop: () => Promise.resolve(),
    },
    plugins: [
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
    ],
    validationRules: [
      maxDepthRule({ n: limits.depth, exposeLimits: true, ignoreIntrospection: true }),
      maxAliasesRule({ n: limits.aliases, allowList: [] }),
      maxDirectivesRule({ n: limits.directives }),
    ],
    parseOptions: { maxTokens: limits.tokens },
    introspection: true,
    includeStacktraceInErrorResponses: false,
    formatError: errorFormatter(log, () => ids.uuid()),
    stopOnTerminationSignals: false,
  });
}
