/** Beyond these something is worth a word. Our own, in round figures: no source names any. */
export const limitsOfLoad = {
  /** Of a node's link, in Mbit/s: below. */
  linkMegabits: 1_000,
  /** Of an operation on user storage since it was mounted, in milliseconds, */
  shareMs: 20,
  /** once there were so many. */
  shareOperations: 1_000,
  /** Share of the time in which the disk behind user storage had something to do, since its host started. */
  diskBusy: 0.5,
  /** Share of a file system that is used. */
  diskFull: 0.8,
  /** Programs that ran or waited over 15 minutes, for each processor. */
  loadPerProcessor: 0.7,
} as const;
