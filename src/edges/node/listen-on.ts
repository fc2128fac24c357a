import type { Server } from 'node:http';
import { z } from 'zod';
import { AppError } from '../../domain/app-error.js';

const refused = z.object({ code: z.string() });

/** What the system says no with, in words. */
const reasons: Readonly<Record<string, string>> = {
  EADDRINUSE: 'another program listens there',
  EACCES: 'this user may not',
  EADDRNOTAVAIL: 'this machine has no such address',
};

/** What listens, and what a person sets to have it listen elsewhere. */
export interface Listener {
  readonly what: string;
  readonly setting: string;
}

/**
 * Resolves to the URL's origin once the server takes connections; port 0 becomes the one that was free.
 * @throws AppError where that address and port cannot be had, saying what to do
 */
export function listenOn(
  server: Server,
  { host, port }: { readonly host: string; readonly port: number },
  listener: Listener,
): Promise<string> {
  const origin = (bound: number): string => `http://${host.includes(':') ? `[${host}]` : host}:${bound}`;
  return new Promise((resolve, reject) => {
    // Stays: that a connection cannot be accepted later on must not end the process.
    server.on('error', (error) => {
      const reason = reasons[refused.safeParse(error).data?.code ?? ''] ?? error.message;
      const remedy = `Choose another address and port with ${listener.setting}.`;
      reject(new AppError('UNAVAILABLE', `${listener.what} cannot be opened at ${origin(port)}: ${reason}. ${remedy}`));
    });
    server.listen(port, host, () => {
      const address = server.address();
      resolve(origin(typeof address === 'object' && address !== null ? address.port : port));
    });
  });
}
