import type { ApolloServerOptionsWithGateway } from '@apollo/server';
import {
  execute,
  getOperationAST,
  GraphQLError,
  OperationTypeNode,
  type DocumentNode,
  type ExecutionResult,
  type GraphQLSchema,
} from 'graphql';
import { compileQuery, isCompiledQuery, type CompiledQuery } from 'graphql-jit';
import type { Context } from '../shared/context.js';

type Gateway = ApolloServerOptionsWithGateway<Context>['gateway'];
type Executor = NonNullable<Awaited<ReturnType<Gateway['load']>>['executor']>;
type Compiled = CompiledQuery | 'interpreted';

/**
 * Executes by compiled functions, kept as long as Apollo keeps the parsed document. What cannot be compiled is interpreted.
 * Works because every interface of the schema is resolved by class, synchronously.
 */
export function jitExecutor(schema: GraphQLSchema): Executor {
  const compiled = new WeakMap<DocumentNode, Map<string, Compiled>>();

  const compile = (document: DocumentNode, operationName: string | null): Compiled => {
    const byName = compiled.get(document) ?? new Map<string, Compiled>();
    compiled.set(document, byName);
    const known = byName.get(operationName ?? '');
    if (known !== undefined) return known;
    const query = compileQuery(schema, document, operationName ?? undefined);
    const result = isCompiledQuery(query) ? query : 'interpreted';
    byName.set(operationName ?? '', result);
    return result;
  };

  return async ({ document, operationName, context, request }): Promise<ExecutionResult> => {
    if (getOperationAST(document, operationName)?.operation === OperationTypeNode.SUBSCRIPTION) {
      return { errors: [notHere()] };
    }
    const query = compile(document, operationName);
    const variables = request.variables ?? {};
    if (query !== 'interpreted') return withPlainErrors(await query.query(undefined, context, variables));
    return execute({ schema, document, contextValue: context, variableValues: variables, operationName });
  };
}

function notHere(): GraphQLError {
  const message = 'A subscription is answered at /graphql/stream, with the header "accept: text/event-stream".';
  return new GraphQLError(message, { extensions: { code: 'BAD_REQUEST', http: { status: 400 } } });
}

/**
 * The compiler has errors of its own kind, which lack what Apollo reads of them. Without any data it refused the variables:
 * nothing else fails before the first resolver.
 */
function withPlainErrors(result: ExecutionResult): ExecutionResult {
  if (result.errors === undefined) return result;
  const refusedVariables = result.data === undefined;
  const errors = result.errors.map(({ message, path, originalError, extensions }) => {
    const code = refusedVariables ? { code: 'BAD_USER_INPUT' } : {};
    return new GraphQLError(message, { path, originalError, extensions: { ...extensions, ...code } });
  });
  return { ...result, errors };
}
