import { canonicalAddress } from '../../domain/ip-network.js';
import { optionOf, sharePath, type Mount } from '../../probes/storage/mounts.js';

/** A share by the address and the path that the kernel uses; the text of the source may be a name. */
export interface Share {
  readonly address: string;
  readonly path: string;
}

/** Undefined for what is not mounted by NFS. */
export function shareOf(mount: Mount | undefined): Share | undefined {
  if (mount?.fileSystem.startsWith('nfs') !== true) return undefined;
  return { address: canonicalAddress(optionOf(mount.superOptions, 'addr') ?? ''), path: sharePath(mount) };
}

export function shareText({ address, path }: Share): string {
  return `${address}:${path}`;
}
