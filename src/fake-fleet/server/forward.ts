import { connect } from 'node:net';
import type { ServerChannel } from 'ssh2';

/** Joins a channel with a socket to somewhere; refuses the channel where nobody answers there. */
export function forward(
  { address, port }: { readonly address: string; readonly port: number },
  accept: () => ServerChannel,
  reject: () => void,
): void {
  const socket = connect({ host: address, port, noDelay: true });
  socket.once('error', reject);
  socket.once('connect', () => {
    socket.removeListener('error', reject);
    const channel = accept();
    socket.on('error', () => channel.destroy());
    channel.on('error', () => socket.destroy());
    socket.pipe(channel).pipe(socket);
  });
}
