/**
 * What goes wrong on a fake host.
 * `unreachable`: its port hangs up at once, and other hosts do not reach it either. `refuse-auth`: no key gets in.
 * `other-host-key`: it shows another host key. `stall`: commands are taken and never answered. `cut-after`: the connection ends
 * once so many more changes were made. `command-fails`: a program ends with 1. `export-denied`: its NFS server refuses all.
 * `disk-full`: nothing can be written. `gid-taken`: another group has this GID. `giant-output`: a look says 16 MiB more.
 * `no-package`: its repository lacks this package.
 */
export type Fault =
  | {
      readonly is:
        'unreachable' | 'refuse-auth' | 'other-host-key' | 'stall' | 'export-denied' | 'disk-full' | 'giant-output';
    }
  | { readonly is: 'cut-after'; readonly changes: number }
  | { readonly is: 'command-fails'; readonly command: string }
  | { readonly is: 'gid-taken'; readonly gid: number }
  | { readonly is: 'no-package'; readonly name: string };

/** The faults of one host, one of each kind at most. */
export class Faults {
  private readonly active = new Map<Fault['is'], Fault>();

  inject(fault: Fault): void {
    this.active.set(fault.is, fault);
  }

  lift(kind: Fault['is']): void {
    this.active.delete(kind);
  }

  find<K extends Fault['is']>(kind: K): Extract<Fault, { readonly is: K }> | undefined {
    for (const fault of this.active.values()) if (isOf(kind, fault)) return fault;
    return undefined;
  }
}

function isOf<K extends Fault['is']>(kind: K, fault: Fault): fault is Extract<Fault, { readonly is: K }> {
  return fault.is === kind;
}
