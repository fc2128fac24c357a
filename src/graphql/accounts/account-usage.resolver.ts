import { Arg, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { AppError } from '../../domain/app-error.js';
import { accountUsage } from '../../reads/usage/account-usage.js';
import type { Context } from '../shared/context.js';
import { AccountUsage } from './account-usage.type.js';
import { Account } from './account.type.js';

const month = /^\d{4}-(0[1-9]|1[0-2])$/;

/** What an account used. */
@Resolver(() => Account)
export class AccountUsageResolver {
  @FieldResolver(() => AccountUsage, {
    nullable: true,
    description:
      'In this month or the last, of which logs are kept; unless said otherwise in this month. Null until hosts were looked at, and without web servers.',
  })
  async usage(
    @Root() { row, uid, gid }: Account,
    @Ctx() { reads }: Context,
    @Arg('month', () => String, { nullable: true, description: 'As YYYY-MM.' }) asked?: string | null,
  ): Promise<AccountUsage | null> {
    if (typeof asked === 'string' && !month.test(asked)) {
      throw new AppError('BAD_REQUEST', 'month: write a month as YYYY-MM, for example 2026-01.');
    }
    const usage = accountUsage(await reads.figuresOf(row.text('clusterId')), { uid, gid }, asked ?? null);
    return usage === null ? null : new AccountUsage(usage);
  }
}
