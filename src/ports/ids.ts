/** Source of new random ids and nonces. */
export interface Ids {
  uuid(): string;
  /** Hex text of so many random bytes. */
  nonce(bytes: number): string;
}
