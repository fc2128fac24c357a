import type { Secret } from '../domain/secret.js';

export interface SshKeyPair {
  readonly privateKey: Secret;
  /** One line as in `authorized_keys`, with the comment. */
  readonly publicKey: string;
  /** Base64 of SHA-256 over the public key blob without padding, as OpenSSH prints it after `SHA256:`. */
  readonly sha256: string;
}

/** Makes SSH key pairs and reads those that somebody else made. */
export interface SshKeyPairs {
  /** A new ed25519 pair. */
  generate(comment: string): SshKeyPair;
  /** The pair of an unencrypted private key in OpenSSH or PEM form; undefined when it is none. */
  parse(privateKey: Secret, comment: string): SshKeyPair | undefined;
}
