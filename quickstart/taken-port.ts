import { once } from 'node:events';
import { createServer } from 'node:net';

/** Why the API cannot be opened on a port of 127.0.0.1, and what to do; undefined where it can. */
export async function takenPort(port: number): Promise<string | undefined> {
  const server = createServer();
  try {
    await once(server.listen(port, '127.0.0.1'), 'listening');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return `port ${port} of 127.0.0.1 cannot be had (${reason}); choose another with --port`;
  }
  server.close();
  await once(server, 'close');
  return undefined;
}
