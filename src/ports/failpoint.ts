/** Marks a place where tests may crash the process; does nothing unless the process was started with failpoints. */
export type Failpoint = (name: string) => void;
