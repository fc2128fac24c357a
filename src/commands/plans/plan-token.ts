import { z } from 'zod';
import type { SecretVault } from '../../ports/secret-vault.js';
import { digestOf, outlineDigest } from './outline-digest.js';
import { planOutline, type PlanOutline } from './plan-outline.js';

const purpose = 'plan token';

/** How long a plan can be applied after it was shown, in seconds. */
export const planSeconds = 1_800;

/** When it was shown. */
export function shownAt({ expiresAt }: Pick<PlannedMutation, 'expiresAt'>): Date {
  return new Date(expiresAt.getTime() - planSeconds * 1_000);
}

/** Longest token that is taken, in characters: a request holds it beside everything else. */
export const longestToken = 200_000;

/** Everything that a plan token holds: nothing of a plan is stored. */
const planned = z.strictObject({
  planId: z.uuid(),
  tenantId: z.uuid(),
  /** Name and input of the mutation whose plan it is. */
  mutation: z.string(),
  input: z.record(z.string(), z.unknown()),
  hash: z.string(),
  /** Its digest where the whole would be too long. */
  outline: z.union([planOutline, outlineDigest]),
  expiresAt: z.coerce.date(),
});
export type PlannedMutation = z.infer<typeof planned>;

/** A token that only this installation can read or make: encrypted, since the input may hold secrets, and authenticated with that. */
export function tokenOf(vault: Pick<SecretVault, 'wrap'>, content: PlannedMutation): string {
  return vault.wrap(purpose, JSON.stringify(content));
}

/** The token of a plan, which knows of hosts what was decided where it would be too long with every step; null if it still is. */
export function tokenThatFits(
  vault: Pick<SecretVault, 'wrap'>,
  { outline, ...content }: PlannedMutation & { readonly outline: PlanOutline },
): string | null {
  const whole = tokenOf(vault, { ...content, outline });
  if (whole.length <= longestToken) return whole;
  const token = tokenOf(vault, { ...content, outline: digestOf(outline) });
  return token.length <= longestToken ? token : null;
}

/**
 * What a token holds; undefined for a text that is none of ours, another tenant's token included, and for a token of another release, as there
 * is while processes of two serve beside each other.
 */
export function openToken(
  vault: Pick<SecretVault, 'unwrap'>,
  tenantId: string,
  token: string,
): PlannedMutation | undefined {
  const text = vault.unwrap(purpose, token);
  const content = text === undefined ? undefined : planned.safeParse(JSON.parse(text)).data;
  return content?.tenantId === tenantId ? content : undefined;
}
