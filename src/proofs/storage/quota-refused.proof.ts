import { z } from 'zod';
import { quotasWanted } from '../../domain/quotas-wanted.js';
import { failedCommand } from '../../probes/failed-command.js';
import { known, probeId, unknown, type Answer, type Reading, type StoredQuestion } from '../../probes/probe.js';
import { proofAgeSeconds } from '../proof-age.js';
import type { Proof } from '../proof.js';
import { defineTrial } from '../trial.js';
import { sharedStorageOf, userStorage } from './shared-storage.js';

/** What became of a write beyond a limit, which has to be refused. */
export interface LimitedWrite {
  readonly is: 'refused' | 'written';
}

/** Whether a limit could be set; `said` is why not. */
export interface SetLimit {
  readonly is: 'limited' | 'refused';
  readonly said: string;
}

const boundSeconds = 600;
/** A number that no distribution gives away and no account has; a host that knows it all the same is left alone. */
const trialId = 65_001;
const limitKib = 1024;
const writtenKib = 4096;

/** Over NFS the limit is asked of the file server. The directory comes after the limit, so that without one nobody writes. */
const limitScript = `kind=$(timeout -k 5 20 stat -f -c %T "$1") || exit
case $kind in nfs*) remote=-r ;; *) remote= ;; esac
systemctl stop hostwright-proof-quota.timer 2>/dev/null
if getent passwd "$3" >/dev/null || getent group "$3" >/dev/null; then echo "taken $3"; exit 0; fi
command -v setquota >/dev/null || exit 127
timeout -k 5 60 rm -rf "$1"/.hostwright-proof-quota-*
at=$(stat -c %m "$1") || exit
said=$(timeout -k 5 60 setquota $remote -g "$3" 0 "$4" 0 0 "$at" 2>&1) || { echo "refused" $said; exit 0; }
systemd-run --quiet --collect --unit=hostwright-proof-quota --on-active="$5" setquota $remote -g "$3" 0 0 0 0 "$at" || exit
mkdir -m 700 "$1/.hostwright-proof-quota-$2" && chown "$3:$3" "$1/.hostwright-proof-quota-$2" && echo limited`;

/** Written to the disk before it counts: what a client keeps to itself nobody can refuse. */
const writeScript = `case $(timeout -k 5 20 stat -f -c %T "$1") in nfs*) ;; *) echo absent; exit 0 ;; esac
dir=$1/.hostwright-proof-quota-$2
[ -d "$dir" ] || { echo over; exit 0; }
said=$(timeout -k 5 120 setpriv --reuid="$3" --regid="$3" --clear-groups \\
dd if=/dev/zero of="$dir/file" bs=65536 count="$4" conv=fsync 2>&1)
code=$?
timeout -k 5 30 rm -f "$dir/file"
case $code,$said in
*,*'Disk quota exceeded'*) echo refused ;;
0,*) if [ -d "$dir" ]; then echo written; else echo over; fi ;;
*) echo "$said" >&2; exit "$code" ;;
esac`;

const clearScript = `systemctl stop hostwright-proof-quota.timer 2>/dev/null
kind=$(timeout -k 5 20 stat -f -c %T "$1") || exit
case $kind in nfs*) remote=-r ;; *) remote= ;; esac
timeout -k 5 60 rm -rf "$1"/.hostwright-proof-quota-* || exit
timeout -k 5 60 setquota $remote -g "$2" 0 0 0 0 "$(stat -c %m "$1")" 2>/dev/null
echo cleared`;

function parseWrite(answer: Answer): Reading<LimitedWrite> {
  if (answer.exitCode !== 0) return failedCommand('dd', answer);
  const word = answer.stdout.trim();
  if (word === 'refused' || word === 'written') return known({ is: word });
  return word === 'absent'
    ? unknown(`${userStorage} is no share there`, 'NO_SHARE_THERE')
    : unknown('no limit was set before it was tried', 'TRIAL_OVER');
}

/** What became of a write to user storage beyond a limit that was set for it. */
export function limitedWrite(): StoredQuestion<LimitedWrite> {
  return { id: probeId('proof.quotaRefused', []), maxAgeSeconds: proofAgeSeconds, parse: parseWrite };
}

function parseLimit(answer: Answer): Reading<SetLimit> {
  if (answer.exitCode !== 0) return failedCommand('setquota', answer);
  const [first, ...rest] = answer.stdout.trim().split(' ');
  const said = rest.join(' ');
  if (first === 'taken')
    return unknown(`the trial needs the number ${said}, which a user or group has`, 'TRIAL_ID_TAKEN');
  return first === 'limited' || first === 'refused'
    ? known({ is: first, said })
    : unknown('the host did not say whether the limit was set');
}

/** Whether the manager could set a limit on user storage. */
export function settableLimit(): StoredQuestion<SetLimit> {
  return { id: probeId('proof.quotaRefused.limit', []), maxAgeSeconds: proofAgeSeconds, parse: parseLimit };
}

const run = z.strictObject({ nonce: z.string() });

const limit = defineTrial({
  kind: 'proof.quota-refused.limit',
  version: 1,
  input: run,
  does: () =>
    `limits group ${trialId}, which nobody is in, to ${limitKib} KiB in ${userStorage}, for ${boundSeconds} seconds at most`,
  question: ({ nonce }) => ({
    via: 'shell',
    script: limitScript,
    args: [userStorage, nonce, ...[trialId, limitKib, boundSeconds].map(String)],
  }),
  fact: settableLimit,
  summary: ({ is, said }) =>
    is === 'limited' ? `a trial group may use ${limitKib} KiB` : `no limit can be set: ${said}`,
});

const write = defineTrial({
  kind: 'proof.quota-refused.write',
  version: 1,
  input: run,
  does: () => `writes ${writtenKib} KiB in the name of that group into a file of its own in ${userStorage}`,
  question: ({ nonce }) => ({
    via: 'shell',
    script: writeScript,
    args: [userStorage, nonce, String(trialId), String(writtenKib / 64)],
  }),
  fact: limitedWrite,
  summary: ({ is }) =>
    is === 'refused' ? 'what goes beyond the limit is refused' : `${writtenKib} KiB were written beyond the limit`,
});

const clear = defineTrial({
  kind: 'proof.quota-refused.clear',
  version: 1,
  input: run,
  does: () => 'takes limit and file away',
  question: () => ({ via: 'shell', script: clearScript, args: [userStorage, String(trialId)] }),
  fact: () => ({
    id: probeId('proof.quotaRefused.cleared', []),
    maxAgeSeconds: proofAgeSeconds,
    parse: (answer) => (answer.exitCode === 0 ? known(answer.stdout.trim()) : failedCommand('setquota', answer)),
  }),
  summary: () => 'the limit is taken away, and nothing is left of the trial',
});

/** The manager limits a group that nobody is in; a host that mounts user storage writes more in its name and must be refused. */
export const quotaRefusedProof: Proof = {
  kind: 'QUOTA_REFUSED',
  title: 'A write beyond a quota is refused',
  needsVantage: false,
  inDrafts: false,
  boundSeconds,
  trials: [limit, write, clear],
  notApplicable: (spec) => {
    if (!quotasWanted(spec)) return 'No quota is wanted: quotasRequired is false, and no account has one.';
    return (sharedStorageOf(spec)?.clients.length ?? 0) > 0 ? null : 'Nobody mounts user storage: declare a node.';
  },
  acts: ({ spec, nonce }) => {
    const storage = sharedStorageOf(spec);
    const writer = storage?.clients.findLast((hostId) => hostId !== storage.manager) ?? storage?.clients[0];
    if (storage === undefined || writer === undefined) return [];
    return [
      { hostId: storage.manager, trial: limit.typed({ nonce }), after: [] },
      { hostId: writer, trial: write.typed({ nonce }), after: [0] },
      { hostId: storage.manager, trial: clear.typed({ nonce }), after: [1] },
    ];
  },
};
