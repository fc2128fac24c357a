import { ApolloServer } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import type { GraphQLSchema } from 'graphql';
import type { Ids } from '../../ports/ids.js';
import type { Log } from '../../ports/log.js';
import { noMeters, type Meters } from '../../ports/meters.js';
import type { Context } from '../shared/context.js';
import { errorFormatter } from './format-error.js';
import { jitExecutor } from './jit-executor.js';
import { limitRules, maxTokens } from './query-limits.js';
import { requestMeter } from './request-meter.js';
import { statusPlugin } from './status-plugin.js';

/** The GraphQL server without a transport; the caller starts and stops it. */
export function apiServer(schema: GraphQLSchema, log: Log, ids: Ids, meters: Meters = noMeters): ApolloServer<Context> {
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
      ApolloServerPluginLandingPageDisabled(),
      statusPlugin,
      requestMeter(meters),
    ],
    validationRules: limitRules,
    parseOptions: { maxTokens },
    introspection: true,
    includeStacktraceInErrorResponses: false,
    formatError: errorFormatter(log, ids),
    stopOnTerminationSignals: false,
  });
}
