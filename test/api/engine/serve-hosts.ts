import { createServer, type Server, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { HostFault } from '../../../src/ports/host-fault.js';
import type { FakeHost } from './fake-host.js';
import { hostCall, type HostAnswer, type HostCall } from './host-calls.js';

/** Lets workers in other processes reach the hosts of a test, which go on when such a process dies. */
export async function serveHosts(path: string, find: (hostId: string) => FakeHost): Promise<Server> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    createInterface({ input: socket }).on('line', (line) => {
      const parsed: unknown = JSON.parse(line);
      void answer(socket, find, hostCall.parse(parsed));
    });
  });
  await new Promise<void>((resolve) => server.listen(path, resolve));
  return server;
}

async function answer(socket: Socket, find: (hostId: string) => FakeHost, call: HostCall): Promise<void> {
  const { id, hostId, look, change } = call;
  const session = find(hostId).session();
  let said: HostAnswer = { id };
  try {
    if (look !== undefined) said = { id, looked: await session.look(look) };
    if (change !== undefined) said = { id, changed: await session.change(change.fence, change.units) };
  } catch (error) {
    if (!(error instanceof HostFault)) throw error;
    said = { id, fault: error.message };
  }
  socket.write(`${JSON.stringify(said)}\n`);
}
