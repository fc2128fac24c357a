/** What a failed step is besides: the kind of event, and what has to be mended on a host of this name before it is tried again. */
export interface Trouble {
  readonly event: string;
  readonly wayOut: (host: string) => string;
}

/** Kinds of step whose every failure is a trouble of its own, and those where only some words say so. */
const troubles: readonly (Trouble & { readonly step: string; readonly words?: RegExp })[] = [
  {
    ...{ event: 'database.user_failed', step: 'database.account' },
    wayOut: () => 'Mend on the database server what the message tells of, then do again what was left undone',
  },
  {
    ...{ event: 'storage.export_denied', step: 'storage.mount', words: /access denied by server/ },
    wayOut: (host) => `Admit ${host} in the exports of the server of user storage, then do again what was left undone`,
  },
  {
    ...{ event: 'storage.quota_not_enforced', step: 'account.quota' },
    words: /enforces no group quotas|not true after the change: limit group/,
    wayOut: (host) => `Have the file system of ${host} enforce group quotas, then do again what was left undone`,
  },
  {
    ...{ event: 'lb.vip_conflict', step: 'network.address', words: /is already used on the segment/ },
    wayOut: () => 'Take the address from the machine that answers for it, then do again what was left undone',
  },
];

/** The trouble that a failed step is besides; undefined where it is just a failed step. */
export function troubleOfStep(step: string, message: string): Trouble | undefined {
  return troubles.find((trouble) => trouble.step === step && trouble.words?.test(message) !== false);
}
