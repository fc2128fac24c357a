import { Field, ID, InterfaceType } from 'type-graphql';

@InterfaceType('Node', { description: 'Whatever has an id of its own.' })
export abstract class Node {
  @Field(() => ID)
  abstract readonly id: string;
}
