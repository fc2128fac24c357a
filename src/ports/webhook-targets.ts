/** Where webhooks may be sent. */
export interface WebhookTargets {
  /** Why a URL is refused already by how it is written; undefined where it is not. Names are resolved only when connecting. */
  refusalOfUrl(url: URL): string | undefined;
  /** Why connecting to an address is refused; undefined where it is allowed. */
  refusalOfAddress(address: string, way: { readonly port: number; readonly secure: boolean }): string | undefined;
}
