import {
  forwardedPorts,
  forwardRules,
  portsOf,
  recommendedPorts,
  type ForwardRule,
} from '../../../src/domain/forward-rules.js';
import type { BalancedServiceSpec } from '../../../src/domain/spec.js';
import { behindNat } from './behind-nat.js';

const always = [20, 21, 22, 25, 53, 80, 110, 143, 443, 465, 587, 993, 995, 2080, 2443];
const passive = 61_000;

function ports(rules: readonly ForwardRule[], protocol: ForwardRule['protocol'] = 'TCP'): readonly number[] {
  return rules.filter((rule) => rule.protocol === protocol).map(({ port }) => port);
}

describe('what a NAT device hands on', () => {
  it('is the thirteen ports, two of mail, the passive ones of FTP, and names by UDP too, to the address that the value names', () => {
    expect(forwardedPorts.size).toBe(13);
    expect([...recommendedPorts.keys()]).toEqual([465, 587]);
    const rules = forwardRules(behindNat());
    expect(ports(rules)).toEqual([...always, passive]);
    expect(rules.at(-1)).toMatchObject({ port: 61_000, lastPort: 65_534, service: 'FTP data, passive' });
    expect(rules.slice(0, -1).every(({ port, lastPort }) => port === lastPort)).toBe(true);
    expect([rules[0], rules.at(-1)].flatMap((rule) => (rule ? [portsOf(rule)] : []))).toEqual(['20', '61000-65534']);
    expect(ports(rules, 'UDP')).toEqual([53]);
    expect(rules).toHaveLength(17);
    expect(new Set(rules.map(({ targetAddress }) => targetAddress))).toEqual(new Set(['10.0.0.100']));
    expect(rules[0]).toEqual({
      ...{ protocol: 'TCP', publicAddress: '9.9.9.9', port: 20, lastPort: 20, targetAddress: '10.0.0.100' },
      service: 'FTP data',
    });
    expect(rules.every(({ service }) => service !== '')).toBe(true);
  });

  it('is MySQL only on request', () => {
    expect(ports(forwardRules(behindNat({ forwardMysql: true })))).toEqual([...always, 3306, passive]);
  });

  it('is also what is balanced or belongs to the panel, once', () => {
    const balanced = (port: number): BalancedServiceSpec => ({
      ...{ address: '10.0.0.100', port, scheduler: 'RR', persistenceSeconds: 0, weights: [] },
    });
    const panel = { name: 'panel', ports: [8443, 2443], databasePort: 2306, licences: [] };
    const core = behindNat({}, { balancedServices: [balanced(8025), balanced(80)], panel });
    expect(ports(forwardRules(core))).toEqual([...always, 8025, 8443, passive]);
  });

  it('is by public address and service address in pairs where each has its own', () => {
    const rules = forwardRules(behindNat({ mode: 'ONE_TO_ONE', publicAddresses: ['9.9.9.9', '9.9.9.8', '9.9.9.7'] }));
    expect(ports(rules)).toEqual([...always, passive, ...always, passive]);
    expect(new Set(rules.map(({ publicAddress, targetAddress }) => `${publicAddress} ${targetAddress}`))).toEqual(
      new Set(['9.9.9.9 10.0.0.100', '9.9.9.8 10.0.0.101']),
    );
  });

  it('leads every public address to the one target where only ports are forwarded', () => {
    const rules = forwardRules(behindNat({ publicAddresses: ['9.9.9.9', '9.9.9.8'] }));
    expect(new Set(rules.map(({ publicAddress, targetAddress }) => `${publicAddress} ${targetAddress}`))).toEqual(
      new Set(['9.9.9.9 10.0.0.100', '9.9.9.8 10.0.0.100']),
    );
  });

  it('is nothing without a target, across families of addresses, and without a device', () => {
    expect(forwardRules(behindNat({ forwardTarget: null }))).toEqual([]);
    expect(forwardRules(behindNat({ publicAddresses: ['2001:db8::9'] }))).toEqual([]);
    expect(forwardRules(behindNat({}, { nat: null }))).toEqual([]);
  });
});
