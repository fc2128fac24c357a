import { Field, InputType, Int } from 'type-graphql';
import { AcknowledgementInput, KeyedInput, provedAfterwards } from '../shared/mutation.input.js';

@InputType('ApplyClusterInput')
export class ApplyClusterInput extends KeyedInput {
  @Field(() => String, {
    description:
      'The whole cluster as YAML or JSON, with names in place of ids; its shape is docs/manifest.schema.json, which `hostwright check --schema` prints. Its name tells which cluster is meant.',
  })
  manifest!: string;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Set up what is new or a draft, too. Not unless said so; one that was set up is changed in any case.',
  })
  setUp?: boolean;

  @Field(() => Boolean, { nullable: true, description: provedAfterwards })
  prove?: boolean;

  @Field(() => Int, { nullable: true, description: 'Refuse when the cluster is at another version.' })
  expectedVersion?: number;

  @Field(() => [AcknowledgementInput], {
    nullable: true,
    description: 'Beside those of the manifest, which name subjects by their names.',
  })
  acknowledge?: AcknowledgementInput[];
}
