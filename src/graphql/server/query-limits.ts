import { maxAliasesRule } from '@escape.tech/graphql-armor-max-aliases';
import { maxDepthRule } from '@escape.tech/graphql-armor-max-depth';
import { maxDirectivesRule } from '@escape.tech/graphql-armor-max-directives';
import { GraphQLError, type ValidationContext, type ValidationRule } from 'graphql';
import { repeatedFieldsRule } from './repeated-fields.rule.js';

/** Deep enough for a cluster with its hosts, tasks and steps; far from what a bomb needs. */
const limits = { depth: 16, aliases: 30, directives: 20, repetitions: 10 } as const;

/** More tokens than any sensible document has. */
export const maxTokens = 4_000;

/** Refuses as all other validation does; thrown, it would count as a failure of ours. */
const reported = {
  propagateOnRejection: false,
  onReject: [
    (context: ValidationContext | null, error: GraphQLError): void =>
      context?.reportError(new GraphQLError(error.message.replace('Syntax Error: ', ''))),
  ],
};

/** What a document must keep to before anything of it is executed, however it came in. */
export const limitRules: ValidationRule[] = [
  maxDepthRule({ n: limits.depth, ignoreIntrospection: true, ...reported }),
  maxAliasesRule({ n: limits.aliases, allowList: [], ...reported }),
  maxDirectivesRule({ n: limits.directives, ...reported }),
  repeatedFieldsRule(limits.repetitions),
];
