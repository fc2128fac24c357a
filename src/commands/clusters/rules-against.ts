import { judgeManifest, type Judgement } from '../../manifest/judge-manifest.js';
import type { Manifest } from '../../manifest/manifest.js';
import type { UserError } from '../user-error.js';

/**
 * The requirements that a manifest violates, judged without hosts, as refusals; of a cluster that is there, those that it violates
 * already are left out.
 * @param unshaped places of the manifest at which stand-ins are
 */
export function rulesAgainst(
  manifest: Manifest,
  accepted: Manifest | undefined,
  unshaped: readonly (readonly string[])[] = [],
): readonly UserError[] {
  const had = accepted === undefined ? [] : errors(judgeManifest(accepted).judgements);
  return without(errors(judgeManifest(manifest, unshaped).judgements), had).map(asUserError);
}

function errors(judgements: readonly Judgement[]): readonly Judgement[] {
  return judgements.filter(({ isInTheWay, finding }) => isInTheWay && finding.severity === 'ERROR');
}

/** Each of the others excuses one: a second one of the same is worse than one. */
function without(some: readonly Judgement[], others: readonly Judgement[]): readonly Judgement[] {
  const excuses = others.map(sameThing);
  return some.filter((one) => {
    const index = excuses.indexOf(sameThing(one));
    if (index !== -1) excuses.splice(index, 1);
    return index === -1;
  });
}

/** By names, since ids of what a manifest names stand for its own names only. */
function sameThing({ finding: { ruleId, messageCode }, subject }: Judgement): string {
  return JSON.stringify([ruleId, messageCode, subject]);
}

function asUserError({ finding: { ruleId, message, severity }, path }: Judgement): UserError {
  return { code: 'RULE_VIOLATED', message: `${ruleId}: ${message}`, field: ['manifest', ...path], severity };
}
