/** The user storage, on the host that serves it and on every host that mounts it. */
export const userStorageDirectory = '/chroot';

/** Where the accounts' homes lie in a user storage at this path, one directory each. */
export function homesIn(userStorage: string): string {
  return `${userStorage}/home`;
}

export const homesDirectory = homesIn(userStorageDirectory);
