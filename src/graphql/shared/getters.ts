import { GraphQLObjectType, isIntrospectionType, type GraphQLFieldResolver, type GraphQLSchema } from 'graphql';

/** Whether objects of this prototype compute a property, themselves or by a class that theirs extends. */
function hasGetter(prototype: unknown, name: string): boolean {
  for (let at = prototype; typeof at === 'object' && at !== null; at = Object.getPrototypeOf(at)) {
    const found = Object.getOwnPropertyDescriptor(at, name);
    if (found !== undefined) return found.get !== undefined;
  }
  return false;
}

/** Reads the property where the parent's class has a getter for it; anything else goes the way that it went before. */
function readingGetter(
  name: string,
  otherwise: GraphQLFieldResolver<unknown, unknown>,
): GraphQLFieldResolver<unknown, unknown> {
  // A type of the API is one class, so that the last answer nearly always holds for the next object.
  let known: unknown;
  return (parent, args, context, info) => {
    if (typeof parent !== 'object' || parent === null) return otherwise(parent, args, context, info);
    const prototype: unknown = Object.getPrototypeOf(parent);
    if (prototype !== known) {
      if (!hasGetter(prototype, name)) return otherwise(parent, args, context, info);
      known = prototype;
    }
    const value: unknown = Reflect.get(parent, name);
    return value;
  };
}

/**
 * Has values of classes read from them without a detour: what is made for a getter converts the parent, and calls through a chain of
 * middlewares of which we have none, for each value of each row.
 */
export function readGettersDirectly(schema: GraphQLSchema): void {
  for (const type of Object.values(schema.getTypeMap())) {
    // Those that tell of the schema are one for all schemas of a process.
    if (!(type instanceof GraphQLObjectType) || isIntrospectionType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      if (field.resolve === undefined || field.args.length > 0) continue;
      field.resolve = readingGetter(field.name, field.resolve);
    }
  }
}
