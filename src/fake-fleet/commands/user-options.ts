import type { UserEntry } from '../model/user-tables.js';

/** The options of `useradd` and `usermod` that say what the entry of a user holds. */
export const userOptions = {
  uid: { type: 'string' },
  gid: { type: 'string' },
  home: { type: 'string' },
  shell: { type: 'string' },
  comment: { type: 'string' },
  'non-unique': { type: 'boolean' },
  'no-create-home': { type: 'boolean' },
} as const;

type Said = Readonly<Partial<Record<'uid' | 'gid' | 'home' | 'shell' | 'comment', string>>> & {
  readonly 'non-unique'?: boolean | undefined;
};

export function userEntry({ uid, gid, home, shell, comment, 'non-unique': nonUnique }: Said): UserEntry {
  return {
    ...(uid === undefined ? {} : { uid: Number(uid) }),
    ...(gid === undefined ? {} : { gid }),
    ...(home === undefined ? {} : { home }),
    ...(shell === undefined ? {} : { shell }),
    ...(comment === undefined ? {} : { comment }),
    nonUnique: nonUnique === true,
  };
}
