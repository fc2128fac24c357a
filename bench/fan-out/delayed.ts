import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** Whatever comes is handed on so much later, in order. */
function handOn(from: Socket, to: Socket, delayMs: number): void {
  from.on('data', (part) => setTimeout(() => to.write(part), delayMs));
  from.on('close', () => setTimeout(() => to.destroy(), delayMs));
  from.on('error', () => undefined);
}

/** A way to an SSH server that takes longer: half of the round trip is waited for in each direction. */
export async function delayed(address: string, roundTripMs: number): Promise<{ readonly port: number; close(): void }> {
  const server: Server = createServer({ noDelay: true }, (near) => {
    const far = connect({ host: address, port: 22, noDelay: true });
    handOn(near, far, roundTripMs / 2);
    handOn(far, near, roundTripMs / 2);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const isInternet = (listened: AddressInfo | string | null): listened is AddressInfo => typeof listened === 'object';
  const listened = server.address();
  if (listened === null || !isInternet(listened)) throw new Error('the way does not listen');
  return { port: listened.port, close: () => void server.close() };
}
