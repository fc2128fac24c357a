import { webhookTargets } from '../../../src/edges/node/webhook-targets.js';

const none = webhookTargets([]);
const way = { port: 443, secure: true };

/** Everything that leads somewhere else than to the internet, in every spelling that reaches a connector. */
const refused = [
  ...[
    '0.0.0.0',
    '0.1.2.3',
    '127.0.0.1',
    '127.255.255.254',
    '10.0.0.1',
    '10.255.255.255',
    '172.16.0.1',
    '172.31.255.255',
  ],
  ...['192.168.0.1', '192.168.255.255', '169.254.0.1', '169.254.169.254', '100.64.0.1', '100.127.255.255'],
  ...['100.100.100.200', '192.0.0.1', '192.0.0.170', '192.0.2.1', '198.51.100.1', '203.0.113.1', '198.18.0.1'],
  ...['198.19.255.255', '224.0.0.1', '239.255.255.250', '240.0.0.1', '255.255.255.255', '168.63.129.16'],
  ...['::', '::1', '::2', '::7f00:1', '::127.0.0.1', '::a00:1', '::8.8.8.8'],
  ...['::ffff:127.0.0.1', '::ffff:7f00:1', '::ffff:10.0.0.1', '::ffff:a9fe:a9fe', '::ffff:0:127.0.0.1'],
  ...['64:ff9b::127.0.0.1', '64:ff9b::7f00:1', '64:ff9b::a00:1', '64:ff9b::8.8.8.8', '64:ff9b:1::1'],
  ...['64:ff9b:1:ffff::a00:1', '2002::1', '2002:7f00:1::', '2002:a00:1::', '2002:a9fe:a9fe::1', '2002:c0a8:1::1'],
  ...['2001::1', '2001:0:7f00:1::', '2001:0:4136:e378:8000:63bf:3fff:fdd2', '2001:2::1', '2001:10::1', '2001:20::1'],
  ...['2001:db8::1', '3fff::1', '100::1', '5f00::1', 'fe80::1', 'febf::1', 'fec0::1', 'fc00::1', 'fd00::1'],
  ...['fd00:ec2::254', 'fd12:3456:789a::1', 'ff02::1', 'ff0e::1', 'ff05::1:3', '4000::1', '8000::1', 'e000::1', '1::1'],
  ...['not an address', '', '1.2.3', '1.2.3.4.5', '[::1]', 'fe80::1%eth0'],
];

test.each(refused)('%s is not connected to', (address) => {
  expect(none.refusalOfAddress(address, way)).toEqual(expect.stringMatching(/./));
});

test.each(['8.8.8.8', '1.1.1.1', '151.101.1.1', '2606:4700::1111', '2a00:1450:4001:82a::200e', '::ffff:8.8.8.8'])(
  '%s is',
  (address) => {
    expect(none.refusalOfAddress(address, way)).toBeUndefined();
    expect(none.refusalOfAddress(address, { port: 8443, secure: true })).toBeUndefined();
  },
);

test.each([22, 25, 80, 3306, 6379, 9200])('port %d of the internet is not', (port) => {
  expect(none.refusalOfAddress('8.8.8.8', { port, secure: true })).toContain(`port ${port}`);
});

test('plain HTTP is not sent over the internet', () => {
  expect(none.refusalOfAddress('8.8.8.8', { port: 80, secure: false })).toContain('plain HTTP');
});

test('a network that the operator allows may be on any port and without TLS, and no other network with it', () => {
  const targets = webhookTargets(['10.1.0.0/16', 'fd00:1::/32']);
  for (const address of ['10.1.2.3', '::ffff:10.1.2.3', 'fd00:1::5']) {
    expect(targets.refusalOfAddress(address, { port: 9_000, secure: false })).toBeUndefined();
  }
  expect(targets.refusalOfAddress('10.2.0.1', way)).toContain('10.2.0.1 is no public address');
});

/** As a tenant may write them. */
const urls = [
  ...['https://127.0.0.1/', 'https://127.1/', 'https://0x7f.1/', 'https://2130706433/', 'https://0177.0.0.1/'],
  ...['https://[::1]/', 'https://[::ffff:127.0.0.1]/', 'https://[64:ff9b::7f00:1]/', 'https://10.0.0.1:443/'],
  ...['https://169.254.169.254/latest/meta-data', 'https://0/', 'https://127.0.0.1.:443/', 'http://8.8.8.8/'],
  ...['http://example.com/', 'https://example.com:22/', 'https://①②⑦.0.0.1/'],
];

test.each(urls)('%s is refused as it is written', (url) => {
  expect(none.refusalOfUrl(new URL(url))).toEqual(expect.stringMatching(/./));
});

test.each(['https://example.com/a?b=c', 'https://example.com:8443/', 'https://8.8.8.8/', 'https://localhost/'])(
  '%s is judged when it is connected to',
  (url) => {
    expect(none.refusalOfUrl(new URL(url))).toBeUndefined();
  },
);
