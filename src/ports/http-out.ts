/** What came of one request: an answer, of which only the beginning of the body was read, or the reason why there is none. */
export type HttpReply =
  | {
      readonly answered: true;
      readonly status: number;
      /** The header as it came. */
      readonly retryAfter: string | null;
      readonly bodyHead: string;
    }
  | { readonly answered: false; readonly error: string };

/** Requests that leave for addresses which a tenant chose. */
export interface HttpOut {
  /**
   * Sends one request and reads the beginning of its answer, within limits of time and size. Follows no redirect, uses no proxy, and
   * connects to no address that is refused. Never rejects: what goes wrong out there is a reply too.
   */
  post(url: string, headers: Readonly<Record<string, string>>, body: string): Promise<HttpReply>;
}
