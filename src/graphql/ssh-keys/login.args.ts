import { ArgsType, Field } from 'type-graphql';

@ArgsType()
export class LoginArgs {
  @Field(() => String, {
    defaultValue: 'root',
    description: 'root, or a login with password-less sudo, which is made where it is missing.',
  })
  user!: string;

  @Field(() => Boolean, {
    defaultValue: true,
    description: 'False on a host through which no other host and no database server is reached.',
  })
  forwarding!: boolean;
}
