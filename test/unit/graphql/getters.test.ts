import { graphqlSync, GraphQLError, GraphQLObjectType, GraphQLSchema, GraphQLString } from 'graphql';
import { readGettersDirectly } from '../../../src/graphql/shared/getters.js';

class Named {
  constructor(private readonly row: Readonly<Record<string, string>>) {}

  get name(): string {
    const name = this.row['name'];
    if (name === undefined) throw new GraphQLError('name was not selected');
    return name;
  }

  title(): string {
    return 'of the method';
  }
}

class Longer extends Named {}

class Other {
  readonly name = 'of the property';
}

/** Fields that answer "made", unless they are read without what was made for them. */
function answer(parent: unknown): unknown {
  const made = { type: GraphQLString, resolve: () => 'made' };
  const argued = { ...made, args: { as: { type: GraphQLString } } };
  const item = new GraphQLObjectType({ name: 'Item', fields: { name: made, title: made, missing: made } });
  const arguing = new GraphQLObjectType({ name: 'Arguing', fields: { name: argued } });
  const query = new GraphQLObjectType({
    name: 'Query',
    fields: { item: { type: item, resolve: () => parent }, arguing: { type: arguing, resolve: () => parent } },
  });
  const schema = new GraphQLSchema({ query });
  readGettersDirectly(schema);
  const source = '{ item { name title missing } arguing { name } }';
  return JSON.parse(JSON.stringify(graphqlSync({ schema, source })));
}

const asMade = { title: 'made', missing: 'made' };

describe('getters read directly', () => {
  it.each([new Named({ name: 'web' }), new Longer({ name: 'web' })])(
    'are those of the class and of what it extends',
    (row) => {
      expect(answer(row)).toEqual({ data: { item: { name: 'web', ...asMade }, arguing: { name: 'made' } } });
    },
  );

  it.each([{ name: 'plain' }, new Other(), { __proto__: null }])('leave all other objects to what was made', (row) => {
    expect(answer(row)).toEqual({ data: { item: { name: 'made', ...asMade }, arguing: { name: 'made' } } });
  });

  it('fail as fields do', () => {
    expect(answer(new Named({}))).toMatchObject({
      data: { item: { name: null, ...asMade } },
      errors: [{ message: 'name was not selected', path: ['item', 'name'] }],
    });
  });
});
