/** Where user storage is seen on every host, and what the manager exports when it holds it. */
export const userStorageTarget = '/chroot';
