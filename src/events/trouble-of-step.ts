/** Kinds of step whose every failure is a trouble of its own, and those where only some words say so. */
const troubles: readonly { readonly event: string; readonly step: string; readonly words?: RegExp }[] = [
  { event: 'database.user_failed', step: 'database.account' },
  { event: 'storage.export_denied', step: 'storage.mount', words: /access denied by server/ },
  {
    event: 'storage.quota_not_enforced',
    step: 'account.quota',
    words: /enforces no group quotas|not true after the change: limit group/,
  },
  { event: 'lb.vip_conflict', step: 'network.address', words: /is already used on the segment/ },
];

/** The kind of event that a failed step is besides; undefined where it is just a failed step. */
export function troubleOfStep(step: string, message: string): string | undefined {
  return troubles.find((trouble) => trouble.step === step && trouble.words?.test(message) !== false)?.event;
}
