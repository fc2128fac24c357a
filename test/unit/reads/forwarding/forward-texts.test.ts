import { forwardText } from '../../../../src/reads/forwarding/forward-texts.js';
import { behindNat } from '../../domain/behind-nat.js';

const comment = (text: string): readonly string[] => text.split('\n').filter((line) => line.startsWith('#'));
const rest = (text: string): readonly string[] => text.split('\n').filter((line) => !line.startsWith('#'));

const oneToOne = behindNat({ mode: 'ONE_TO_ONE', publicAddresses: ['9.9.9.9', '9.9.9.8'] });
const both = behindNat(
  { mode: 'ONE_TO_ONE', publicAddresses: ['9.9.9.9', '2001:db8::9'] },
  {
    networks: [
      { name: 'back', kind: 'PRIVATE', cidr: '10.0.0.0/24' },
      { name: 'six', kind: 'PRIVATE', cidr: 'fd00::/64' },
    ],
    members: behindNat().members.map((member) => ({
      ...member,
      addresses: member.addresses.map((one) =>
        one.address === '10.0.0.101' ? { ...one, network: 'six', address: 'fd00::101' } : one,
      ),
    })),
  },
);

describe('the rules of a NAT device', () => {
  it('are a table of nftables that takes the place of the former one', () => {
    const text = forwardText(behindNat(), 'NFTABLES');
    expect(comment(text)[0]).toBe('# What the NAT device in front of cluster shop hands on; load it with nft -f.');
    expect(rest(text)).toEqual([
      'table ip hostwright-shop',
      'delete table ip hostwright-shop',
      'table ip hostwright-shop {',
      '  chain way_in {',
      '    type nat hook prerouting priority dstnat; policy accept;',
      '    ip daddr 9.9.9.9 tcp dport { 20, 21, 22, 25, 53, 80, 110, 143, 443, 465, 587, 993, 995, 2080, 2443, 61000-65534 } dnat to 10.0.0.100',
      '    ip daddr 9.9.9.9 udp dport { 53 } dnat to 10.0.0.100',
      '  }',
      '  chain way_out {',
      '    type nat hook postrouting priority srcnat; policy accept;',
      '    ip saddr { 10.0.0.0/24 } ip daddr != { 10.0.0.0/24 } masquerade',
      '  }',
      '}',
      '',
    ]);
  });

  it('keep the public address of each service address on the way out where each has its own', () => {
    expect(rest(forwardText(oneToOne, 'NFTABLES')).slice(4, 14)).toEqual([
      '    type nat hook prerouting priority dstnat; policy accept;',
      expect.stringMatching(/^ {4}ip daddr 9\.9\.9\.9 tcp dport \{ 20, .* \} dnat to 10\.0\.0\.100$/),
      '    ip daddr 9.9.9.9 udp dport { 53 } dnat to 10.0.0.100',
      expect.stringMatching(/^ {4}ip daddr 9\.9\.9\.8 tcp dport \{ 20, .* \} dnat to 10\.0\.0\.101$/),
      '    ip daddr 9.9.9.8 udp dport { 53 } dnat to 10.0.0.101',
      '  }',
      '  chain way_out {',
      '    type nat hook postrouting priority srcnat; policy accept;',
      '    ip saddr 10.0.0.100 ip daddr != { 10.0.0.0/24 } snat to 9.9.9.9',
      '    ip saddr 10.0.0.101 ip daddr != { 10.0.0.0/24 } snat to 9.9.9.8',
    ]);
    const lines = rest(forwardText(oneToOne, 'IPTABLES'));
    expect(lines.slice(-6)).toEqual([
      '-4 -A POSTROUTING -s 10.0.0.0/24 -d 10.0.0.0/24 -j RETURN',
      '-4 -A POSTROUTING -s 10.0.0.100 -j SNAT --to-source 9.9.9.9',
      '-4 -A POSTROUTING -s 10.0.0.101 -j SNAT --to-source 9.9.9.8',
      '-4 -A POSTROUTING -s 10.0.0.0/24 -j MASQUERADE',
      'COMMIT',
      '',
    ]);
  });

  it('are a file for iptables-restore', () => {
    const lines = rest(forwardText(behindNat(), 'IPTABLES'));
    expect(lines.slice(0, 6)).toEqual([
      '*nat',
      ...[':PREROUTING ACCEPT [0:0]', ':INPUT ACCEPT [0:0]', ':OUTPUT ACCEPT [0:0]', ':POSTROUTING ACCEPT [0:0]'],
      '-4 -A PREROUTING -d 9.9.9.9 -p tcp -m tcp --dport 20 -j DNAT --to-destination 10.0.0.100',
    ]);
    expect(lines).toContain(
      '-4 -A PREROUTING -d 9.9.9.9 -p tcp -m tcp --dport 61000:65534 -j DNAT --to-destination 10.0.0.100',
    );
    expect(lines).toContain('-4 -A PREROUTING -d 9.9.9.9 -p udp -m udp --dport 53 -j DNAT --to-destination 10.0.0.100');
    expect(lines.filter((line) => line.includes('PREROUTING -d'))).toHaveLength(17);
  });

  it('name a port once to a program that takes none twice, where one is declared that is in the passive range', () => {
    const panel = { name: 'panel', ports: [61_000, 62_000, 65_535], databasePort: null, licences: [] };
    const [, ports] = /tcp dport \{ (.*) \}/.exec(forwardText(behindNat({}, { panel }), 'NFTABLES')) ?? [];
    expect(ports).toMatch(/, 2443, 61000-65534, 65535$/);
  });

  it('say of each family of addresses what is of it', () => {
    const tables = rest(forwardText(both, 'NFTABLES')).filter((line) => line.endsWith('{'));
    expect(tables).toEqual([
      ...['table ip hostwright-shop {', '  chain way_in {', '  chain way_out {'],
      ...['table ip6 hostwright-shop {', '  chain way_in {', '  chain way_out {'],
    ]);
    const lines = rest(forwardText(both, 'IPTABLES'));
    expect(lines).toContain('-4 -A POSTROUTING -s 10.0.0.0/24 -j MASQUERADE');
    expect(lines).toContain('-6 -A POSTROUTING -s fd00::101 -j SNAT --to-source 2001:db8::9');
    expect(lines.filter((line) => /^-6.*PREROUTING/.test(line))).toHaveLength(17);
  });

  it('are a table for the form of a device, and what the form has to say besides', () => {
    const [heading, first, ...others] = forwardText(behindNat({ forwardMysql: true }), 'TABLE').split('\n');
    expect(heading).toBe('Protocol  Public address  Port         Target address  Target port  Service');
    expect(first).toBe('TCP       9.9.9.9         20           10.0.0.100      20           FTP data');
    expect(others).toContain('UDP       9.9.9.9         53           10.0.0.100      53           DNS');
    expect(others).toContain('TCP       9.9.9.9         3306         10.0.0.100      3306         MySQL');
    expect(others).toContain('TCP       9.9.9.9         61000-65534  10.0.0.100      61000-65534  FTP data, passive');
    expect(others.slice(others.indexOf(''))).toEqual([
      '',
      'Leave the address of the client as it is on the way in.',
      "Answers come from the nodes: with the address that was forwarded to, from other network cards than the manager's.",
      'Take them, and give them the public address again. Do not tie addresses to network cards.',
      'The servers use the device as their gateway. Forwarding between its networks has to be on and allowed.',
      '',
    ]);
  });

  it('translate nothing while the value names no target', () => {
    expect(rest(forwardText(behindNat({ forwardTarget: null }), 'NFTABLES'))).toEqual(['']);
    expect(forwardText(behindNat({ forwardTarget: null }), 'TABLE')).toMatch(/^Protocol .*\n\n/);
  });
});
