export const labImageNames = ['bare', 'equipped', 'mail', 'database', 'galera', 'cloud'] as const;
export type LabImage = (typeof labImageNames)[number];
type Segment = 'public' | 'private';

export interface LabHostPlan {
  name: string;
  image: LabImage;
  /** Network cards in order; the public segment alone unless said otherwise. */
  segments?: readonly Segment[];
  /** Limit, taken from the machine as it is used. */
  memory?: string;
  /** With image `cloud` only, which nobody can log in to: what its first boot is told, for cloud-init. */
  userData?: string;
}

export interface LabHost {
  readonly name: string;
  readonly image: LabImage;
  readonly publicAddress?: string;
  readonly privateAddress?: string;
  readonly prefixLength: 24;
  readonly port: 22;
  readonly user: 'root';
  /** Second login, with password-less sudo and its home outside /home. */
  readonly sudoUser: 'ops';
  readonly hostKeySha256: string;
}

/** A host as its lab has it written down. */
export function labHost(given: {
  name: string;
  image: LabImage;
  publicAddress?: string | undefined;
  privateAddress?: string | undefined;
  hostKeySha256: string;
}): LabHost {
  const { name, image, publicAddress, privateAddress, hostKeySha256 } = given;
  return {
    name,
    image,
    ...(publicAddress === undefined ? {} : { publicAddress }),
    ...(privateAddress === undefined ? {} : { privateAddress }),
    prefixLength: 24,
    port: 22,
    user: 'root',
    sudoUser: 'ops',
    hostKeySha256,
  };
}
