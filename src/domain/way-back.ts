/**
 * What a person does, by a mutation with its input filled in or by hand. What only a person can tell is a gap of the input, in angle
 * brackets: sent as it is, the mutation is refused, where the value of now would be taken and change nothing.
 */
export interface WayBack {
  readonly title: string;
  readonly mutation: string | null;
  readonly input: Record<string, unknown> | null;
  /** For root on the host; null where there is none. */
  readonly command: string | null;
  readonly hostId: string | null;
}
