// Serves the SQS protocol on a free port of 127.0.0.1 until its standard input ends. Its origin is its one line of output.
import { buildApp } from 'fauxqs';

const server = buildApp({ logger: false });
const origin = await server.listen({ port: 0, host: '127.0.0.1' });
process.stdout.write(`${origin}\n`);
process.stdin.resume().once('end', () => process.exit(0));
