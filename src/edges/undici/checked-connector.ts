import { isIP } from 'node:net';
import { buildConnector } from 'undici';
import type { WebhookTargets } from '../../ports/webhook-targets.js';
import type { Resolve } from '../node/resolve-by-name.js';

/** A target that is refused; the message says why and may be shown. */
export class TargetRefused extends Error {
  override readonly name = 'TargetRefused';
}

const mostAddresses = 3;

/**
 * Connects to an address that was checked, and to no other: a name is resolved once, all its addresses are checked, and the
 * connection goes to one of those, so that an answer which changes meanwhile leads nowhere.
 */
export function checkedConnector(
  targets: WebhookTargets,
  resolve: Resolve,
  connectMs: number,
): buildConnector.connector {
  const connect = buildConnector({ timeout: connectMs });
  return (options, done) => {
    const host = options.hostname.replace(/^\[|\]$/g, '');
    const way = {
      port: Number(options.port) || (options.protocol === 'https:' ? 443 : 80),
      secure: options.protocol === 'https:',
    };
    const next = (addresses: readonly string[]): void => {
      const [address, ...rest] = addresses;
      if (address === undefined) return done(new TargetRefused(`${host} has no address`), null);
      connect({ ...options, hostname: address }, (error, socket) => {
        if (error === null) done(null, socket);
        else if (rest.length > 0) next(rest);
        else done(error, null);
      });
    };
    (isIP(host) === 0 ? resolve(host) : Promise.resolve([host])).then(
      (addresses) => {
        const refusal = addresses
          .map((address) => targets.refusalOfAddress(address, way))
          .find((why) => why !== undefined);
        if (refusal === undefined) next(addresses.slice(0, mostAddresses));
        else done(new TargetRefused(refusal), null);
      },
      (error: unknown) => done(error instanceof Error ? error : new Error(String(error)), null),
    );
  };
}
