/** The user storage, on the host that serves it and on every host that mounts it. */
export const userStorageDirectory = '/chroot';

/** One directory per account. */
export const homesDirectory = `${userStorageDirectory}/home`;
