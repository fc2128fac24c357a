import { z } from 'zod';
import { failedCommand } from '../../probes/failed-command.js';
import { known, probeId, unknown, type Answer, type Reading, type StoredQuestion } from '../../probes/probe.js';
import { proofAgeSeconds } from '../proof-age.js';
import type { Proof } from '../proof.js';
import { defineTrial } from '../trial.js';
import { sharedStorageOf, userStorage } from './shared-storage.js';

/**
 * What a host made of a lock on user storage. `held`: it has it, and keeps it for the race; `lost`: another host has it, as it
 * must be; `won`: it got it although another host had it before and after; `refused`: it gets no lock at all.
 */
export interface LockAttempt {
  readonly is: 'held' | 'lost' | 'won' | 'refused';
  /** What the kernel said, where it refused. */
  readonly said: string;
}

const boundSeconds = 300;

/** A host without the share has nothing to race for. */
const onShare = `case $(timeout -k 5 20 stat -f -c %T "$1") in nfs*) ;; *) echo absent; exit 0 ;; esac`;

/**
 * The mark `held` stands in a directory of this run's own, whose name no host can remember to be absent. It goes before the lock
 * does, so that whoever sees it before and after its own attempt knows that the lock was held meanwhile.
 */
const holdScript = `unit=hostwright-proof-lock
systemctl stop "$unit" 2>/dev/null
${onShare}
timeout -k 5 60 rm -rf "$1"/.hostwright-proof-lock-*
dir=$1/.hostwright-proof-lock-$2
timeout -k 5 30 mkdir -m 700 "$dir" || exit
said=$(timeout -k 5 60 flock -n "$dir/lock" true 2>&1)
code=$?
if [ "$code" -ne 0 ]; then timeout -k 5 30 rm -rf "$dir"; echo "refused $code $said"; exit 0; fi
hold='
trap "rm -f \\"\\$1/held\\"; exec 9>&-; rm -rf \\"\\$1\\"; exit 0" TERM
exec 9>"$1/lock" && flock -n 9 && echo "$2" >"$1/new" && mv "$1/new" "$1/held" || exit
sleep 86400 9>&- &
wait'
systemd-run --quiet --collect --unit="$unit" --property=RuntimeMaxSec="$3" --property=TimeoutStopSec=30 \\
sh -c "$hold" hold "$dir" "$2" || exit
tries=0
while [ ! -e "$dir/held" ] && [ "$tries" -lt 60 ] && systemctl is-active --quiet "$unit"; do
tries=$((tries + 1))
sleep 1
done
if [ -e "$dir/held" ]; then echo held; else echo over; fi`;

const tryScript = `${onShare}
nonce=$2
dir=$1/.hostwright-proof-lock-$2
seen() { [ "$(timeout -k 5 20 cat "$dir/held" 2>/dev/null)" = "$nonce" ]; }
seen || { echo over; exit 0; }
said=$(timeout -k 5 60 flock -n "$dir/lock" true 2>&1)
code=$?
seen || { echo over; exit 0; }
case $code in
0) echo won ;;
1) echo lost ;;
*) echo "refused $code $said" ;;
esac`;

const releaseScript = `systemctl stop hostwright-proof-lock 2>/dev/null
${onShare}
timeout -k 5 60 rm -rf "$1"/.hostwright-proof-lock-* && echo released`;

const words = z.enum(['held', 'lost', 'won', 'refused']);

function parse(answer: Answer): Reading<LockAttempt> {
  if (answer.exitCode !== 0) return failedCommand('flock', answer);
  const [first = '', ...rest] = answer.stdout.trim().split(' ');
  if (first === 'absent') return unknown(`${userStorage} is no share there`, 'NO_SHARE_THERE');
  if (first === 'over') return unknown('nobody held the lock when it was tried', 'TRIAL_OVER');
  const is = words.safeParse(first);
  return is.success
    ? known({ is: is.data, said: rest.join(' ') })
    : unknown('the host did not say what came of the lock');
}

/** What a host made of a lock on user storage in the last race. */
export function lockAttempt(): StoredQuestion<LockAttempt> {
  return { id: probeId('proof.lockRace', []), maxAgeSeconds: proofAgeSeconds, parse };
}

const inWords: Readonly<Record<LockAttempt['is'], string>> = {
  held: 'it holds the lock for the race',
  lost: 'it does not get the lock that another host has, as it must be',
  won: 'it got a lock that another host has',
  refused: 'it gets no lock at all',
};

const input = z.strictObject({ nonce: z.string() });

const hold = defineTrial({
  kind: 'proof.lock-race.hold',
  version: 1,
  input,
  does: () => `locks a file of its own in ${userStorage}, for ${boundSeconds} seconds at most`,
  question: ({ nonce }) => ({ via: 'shell', script: holdScript, args: [userStorage, nonce, String(boundSeconds)] }),
  fact: lockAttempt,
  summary: ({ is }) => inWords[is],
});

const rival = defineTrial({
  kind: 'proof.lock-race.try',
  version: 1,
  input,
  does: () => `tries to lock the same file in ${userStorage}`,
  question: ({ nonce }) => ({ via: 'shell', script: tryScript, args: [userStorage, nonce] }),
  fact: lockAttempt,
  summary: ({ is }) => inWords[is],
});

const release = defineTrial({
  kind: 'proof.lock-race.release',
  version: 1,
  input,
  does: () => 'gives the lock back and removes the file',
  question: () => ({ via: 'shell', script: releaseScript, args: [userStorage] }),
  fact: () => ({
    id: probeId('proof.lockRace.released', []),
    maxAgeSeconds: proofAgeSeconds,
    parse: (answer) => (answer.exitCode === 0 ? known(answer.stdout.trim()) : failedCommand('rm', answer)),
  }),
  summary: () => 'the lock is given back, and nothing is left of the race',
});

/** One host that mounts user storage locks a file there; every other one tries the same and must lose. */
export const lockRaceProof: Proof = {
  kind: 'LOCK_RACE',
  title: 'Race for a lock on user storage',
  needsVantage: false,
  inDrafts: false,
  boundSeconds,
  trials: [hold, rival, release],
  notApplicable: (spec) =>
    (sharedStorageOf(spec)?.clients.length ?? 0) > 1 ? null : 'A race needs two hosts that mount user storage.',
  acts: ({ spec, nonce }) => {
    const [first, ...others] = sharedStorageOf(spec)?.clients ?? [];
    if (first === undefined) return [];
    return [
      { hostId: first, trial: hold.typed({ nonce }), after: [] },
      ...others.map((hostId) => ({ hostId, trial: rival.typed({ nonce }), after: [0] })),
      { hostId: first, trial: release.typed({ nonce }), after: others.map((_, index) => index + 1) },
    ];
  },
};
