import type { TrialMount } from '../../proofs/storage/trial-mount.proof.js';

const inWords: Readonly<Record<Exclude<TrialMount['is'], 'mounted'>, string>> = {
  denied: 'denies the mount',
  readOnly: 'lets nothing be written to it',
  squashed: "takes root's rights from it",
};

/** What a server does that a mount on trial could not be used, after its name; undefined where it could. */
export function refusalInWords({ is, said }: TrialMount): string | undefined {
  if (is === 'mounted') return undefined;
  return said === '' ? inWords[is] : `${inWords[is]}: ${said}`;
}
