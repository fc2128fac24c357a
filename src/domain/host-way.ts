/** A host key as the host offered it: `SHA256:` and the base64 of its hash without padding, as ssh-keygen -l prints it. */
export interface OfferedKey {
  /** As SSH names it, e.g. `ssh-ed25519`. */
  readonly algorithm: string;
  readonly sha256: string;
}

/** How a MySQL server is reached, by SQL. */
export interface MysqlWay {
  readonly databaseServerId: string;
  readonly address: string;
  readonly port: number;
  readonly user: string;
  /** Whether its login is made by us, on a manager: its owner has no password to give. */
  readonly isMadeHere: boolean;
  /** Whether something of ours was made on it, so that it stays where it is. */
  readonly isUsed: boolean;
}

/** Where a host is reached. */
export interface HostWay {
  readonly hostId: string;
  readonly name: string;
  /** Null where it is not reached by SSH. */
  readonly endpoint: { readonly address: string; readonly port: number } | null;
  /** As whom and by which key we log in; left out where that is not by SSH, or not asked for. */
  readonly login?: { readonly user: string; readonly publicKey: string };
  /** Left out where it is not reached by SQL, or that is not asked for. */
  readonly mysql?: MysqlWay;
}

/** A host that nobody logs in to for its key, or one on the way to which such a host stands. */
export interface DoubtedHost extends HostWay {
  /** Null before a person confirmed one. */
  readonly confirmedSha256: string | null;
  /** The other key that it showed; null where none is known. */
  readonly offered: { readonly algorithm: string | null; readonly sha256: string } | null;
}
