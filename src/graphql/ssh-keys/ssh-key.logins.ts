import { Args, FieldResolver, Resolver, Root } from 'type-graphql';
import { AppError } from '../../domain/app-error.js';
import { cloudInit } from '../../domain/logins/cloud-init.js';
import { installCommand } from '../../domain/logins/install-command.js';
import { login, type Login } from '../../domain/logins/login.js';
import { LoginArgs } from './login.args.js';
import { SshKey } from './ssh-key.type.js';

/** How a key is let in on a host. */
@Resolver(() => SshKey)
export class SshKeyLogins {
  @FieldResolver(() => String, {
    description:
      'User data for cloud-init that lets this key in from the first boot, for commands and forwarded streams only.',
  })
  cloudInit(@Root() parent: SshKey, @Args(() => LoginArgs) args: LoginArgs): string {
    return cloudInit(loginWith(parent, args));
  }

  @FieldResolver(() => String, {
    description:
      "One line of shell that lets this key in on the host where root runs it; prints the host key's fingerprint. May be run again.",
  })
  installCommand(@Root() parent: SshKey, @Args(() => LoginArgs) args: LoginArgs): string {
    return installCommand(loginWith(parent, args));
  }
}

function loginWith({ publicKey }: SshKey, { user, forwarding }: LoginArgs): Login {
  const parsed = login.safeParse({ user, forwarding, publicKey });
  if (parsed.success) return parsed.data;
  throw new AppError('BAD_REQUEST', `user: ${parsed.error.issues.map(({ message }) => message).join('; ')}.`);
}
