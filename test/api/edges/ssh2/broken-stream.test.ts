import { PassThrough } from 'node:stream';
import { authenticate } from '../../../../src/edges/ssh2/connect.js';
import { ssh2KeyPairs } from '../../../../src/edges/ssh2/ssh2-key-pairs.js';
import type { SshTarget } from '../../../../src/ports/host-connections.js';

const { privateKey } = ssh2KeyPairs.generate('host');
const target: SshTarget = {
  ...{ hostId: 'host', address: '127.0.0.1', port: 22, user: 'ops', pinnedSha256: 'SHA256:none', reachedThrough: null },
  privateKey: { secretId: '01900000-0000-7000-8000-000000000001', version: 1 },
};

it('is one fault, however often the library tells of a stream that broke before the handshake began', async () => {
  const stream = new PassThrough();
  const authenticated = authenticate(stream, target, privateKey);
  stream.destroy(new Error('the host hung up'));
  await expect(authenticated).rejects.toMatchObject({ faultClass: 'TRANSIENT' });
  // What it tells nobody later on would end the process, and here the test.
  await new Promise((resolve) => setImmediate(resolve));
});
