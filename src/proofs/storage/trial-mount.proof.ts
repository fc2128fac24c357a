import { z } from 'zod';
import { failedCommand } from '../../probes/failed-command.js';
import { known, probeId, unknown, type Answer, type Reading, type StoredQuestion } from '../../probes/probe.js';
import { proofAgeSeconds } from '../proof-age.js';
import type { Proof } from '../proof.js';
import { defineTrial } from '../trial.js';
import { sharedStorageOf } from './shared-storage.js';

/**
 * What became of a mount. `mounted`: it can be written with root's rights; `readOnly`, `squashed`: it cannot; `denied`: the server
 * said no.
 */
export interface TrialMount {
  readonly is: 'mounted' | 'readOnly' | 'squashed' | 'denied';
  /** What the server or the kernel said, where it said no. */
  readonly said: string;
}

/** Without locks, which would need a service that may not run yet, and `soft`, so that a server that is gone ends it. */
const script = `at=/run/hostwright-proof-mount
clean() {
! mountpoint -q "$at" || umount -f "$at" 2>/dev/null || umount -l "$at"
[ ! -d "$at" ] || rmdir "$at"
}
command -v mount.nfs >/dev/null || exit 127
clean
trap clean EXIT
trap 'exit 1' HUP INT TERM
mkdir -m 700 "$at" || exit 1
options=vers=3,proto=tcp,mountproto=tcp,nolock,soft,timeo=50,retrans=2,retry=0,nosuid,nodev
said=$(timeout -k 5 60 mount -t nfs -o "$options" "$1" "$at" 2>&1)
code=$?
case $code,$said in
0,*) ;;
32,*'access denied'*) echo "denied $said"; exit 0 ;;
*) echo "$said" >&2; exit "$code" ;;
esac
file=$at/.hostwright-proof-mount-$2
said=$( (timeout -k 5 30 sh -c ': >"$0"' "$file") 2>&1)
code=$?
case $code,$said in
0,*) if [ "$(stat -c %u "$file")" = 0 ]; then echo mounted; else echo squashed; fi; rm -f "$file" ;;
*,*'Read-only file system'*) echo "readOnly $said" ;;
*,*'Permission denied'*) echo "squashed $said" ;;
*) echo "$said" >&2; exit "$code" ;;
esac`;

const words = z.enum(['mounted', 'readOnly', 'squashed', 'denied']);

function parse(answer: Answer): Reading<TrialMount> {
  if (answer.exitCode !== 0) return failedCommand('mount.nfs', answer);
  const [first = '', ...rest] = answer.stdout.trim().split(' ');
  const is = words.safeParse(first);
  return is.success
    ? known({ is: is.data, said: rest.join(' ') })
    : unknown('the host did not say what came of the mount');
}

/** What came of mounting a share on a host, apart from where it is used. */
export function trialMount(source: string): StoredQuestion<TrialMount> {
  return { id: probeId('proof.trialMount', [source]), maxAgeSeconds: proofAgeSeconds, parse };
}

const inWords: Readonly<Record<TrialMount['is'], string>> = {
  mounted: 'it was mounted and written',
  readOnly: 'it was mounted, and cannot be written',
  squashed: "it was mounted, without root's rights",
  denied: 'the server does not admit the host',
};

const mountOnce = defineTrial({
  kind: 'proof.trial-mount',
  version: 1,
  input: z.strictObject({ source: z.string(), nonce: z.string() }),
  does: ({ source }) => `mounts ${source} in a place of its own, writes a file there, and takes both away`,
  question: ({ source, nonce }) => ({ via: 'shell', script, args: [source, nonce] }),
  fact: ({ source }) => trialMount(source),
  summary: ({ is }) => inWords[is],
});

/** Every host that mounts user storage mounts it once more, in a place of its own, writes a file there and takes it away. */
export const trialMountProof: Proof = {
  kind: 'TRIAL_MOUNT',
  title: 'Trial mount of user storage',
  needsVantage: false,
  inDrafts: true,
  boundSeconds: 120,
  trials: [mountOnce],
  notApplicable: (spec) =>
    (sharedStorageOf(spec)?.clients.length ?? 0) > 0
      ? null
      : 'Nobody mounts user storage yet: declare who exports it at which address, and a node.',
  acts: ({ spec, nonce }) => {
    const storage = sharedStorageOf(spec);
    if (storage === undefined) return [];
    const { source, clients } = storage;
    return clients.map((hostId) => ({ hostId, trial: mountOnce.typed({ source, nonce }), after: [] }));
  },
};
