/** Which addresses may be registered as hosts. */
export interface AddressPolicy {
  /** Why connecting to an address is refused; undefined where it is allowed. */
  refusal(address: string): string | undefined;
}
