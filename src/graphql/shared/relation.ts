import { GraphQLObjectType, type GraphQLFieldResolver, type GraphQLResolveInfo, type GraphQLSchema } from 'graphql';
import { Extensions, FieldResolver } from 'type-graphql';
import { z } from 'zod';

const extension = 'relation';
const reader = z.custom<GraphQLFieldResolver<unknown, unknown>>((value) => typeof value === 'function');

type Reader = (parent: never, info: GraphQLResolveInfo, ...args: never[]) => unknown;

/**
 * A field behind which lies what was read ahead with its parent. Its method takes parent and `info`, in this order; further
 * parameters only declare arguments, which were heeded when it was read.
 */
export function Relation(
  ...declared: Parameters<typeof FieldResolver>
): <M extends Reader>(relations: object, name: string, method: TypedPropertyDescriptor<M>) => void {
  return (relations, name, method) => {
    FieldResolver(...declared)(relations, name, method);
    const read = method.value;
    const resolve: GraphQLFieldResolver<never, unknown> = (parent, _args, _context, info) =>
      read?.call(relations, parent, info);
    Extensions({ [extension]: resolve })(relations, name, method);
  };
}

/**
 * Has relations read by their methods themselves. What is made for fields with arguments answers by a promise, which a list of
 * lists pays for thousands of times.
 */
export function readRelationsDirectly(schema: GraphQLSchema): void {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!(type instanceof GraphQLObjectType)) continue;
    for (const field of Object.values(type.getFields())) {
      const relation = field.extensions[extension];
      if (relation !== undefined) field.resolve = reader.parse(relation);
    }
  }
}
