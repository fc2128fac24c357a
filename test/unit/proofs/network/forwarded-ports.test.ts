import { forwardedPorts, recommendedPorts } from '../../../../src/domain/forward-rules.js';
import { forwardedPortsProof, portsForwarded } from '../../../../src/proofs/network/forwarded-ports.proof.js';
import { managerId, natCluster, publicCluster, withNat } from '../../rules/clusters.js';
import { said } from '../said.js';

const outside = '01900000-0000-7000-8000-0000000000aa';
const context = { vantage: { hostId: outside, sourceAddress: '8.8.4.4' }, nonce: 'abc' };
const fact = portsForwarded({ publicAddress: '9.9.9.1', targetAddress: '10.0.0.100' });
const none = { tried: [], arrived: [] };
const two = withNat({ mode: 'PORT_FORWARDING', publicAddresses: ['9.9.9.1', '9.9.9.2'] });

describe('FORWARDED_PORTS', () => {
  it('has the vantage knock while the manager watches, and the manager tell what arrived', () => {
    const acts = forwardedPortsProof.acts({ ...context, spec: natCluster() });
    expect(acts.map(({ hostId, after }) => ({ hostId, after }))).toEqual([
      { hostId: managerId, after: [] },
      { hostId: outside, after: [0] },
      { hostId: managerId, after: [1] },
    ]);
    expect(acts[2]?.trial.factId).toBe(fact.id);
    const knockAt22 = ['22', 'got', '8.8.4.4', '10.0.0.100', 'dport', '22', 'syn'];
    const datagram = ['53/udp', 'got', '8.8.4.4', '10.0.0.100', 'dport', '53', 'udp'];
    const args = expect.arrayContaining(['ports', 'abc', '300', '8.8.4.4', ...knockAt22, ...datagram]);
    expect(acts[0]?.trial.question).toMatchObject({ args });
  });

  it('knocks at every port that the device has to forward, at both ends of a range, and at MySQL', () => {
    const [, knock] = forwardedPortsProof.acts({ ...context, spec: natCluster() });
    const single = [...forwardedPorts.keys(), ...recommendedPorts.keys()];
    const ports = [...single.toSorted((one, other) => one - other), 61_000, 65_534, 3306];
    expect(knock?.trial.question).toMatchObject({
      args: ['1', ...ports.flatMap((port) => ['tcp', '9.9.9.1', String(port)]), 'udp', '9.9.9.1', '53'],
    });
  });

  it('tells MySQL that is to be forwarded from what nobody asked for', () => {
    const counted = (edit: Parameters<typeof natCluster>[0]): unknown =>
      forwardedPortsProof.acts({ ...context, spec: natCluster(edit) })[0]?.trial.question;
    const as = (name: string): object => ({
      args: expect.arrayContaining([name, 'got', '8.8.4.4', '10.0.0.100', 'dport', '3306', 'syn']),
    });
    expect(counted(withNat({}))).toMatchObject(as('3306/unasked'));
    expect(counted(withNat({ forwardMysql: true }))).toMatchObject(as('3306'));
  });

  it('tries one public address after the other, since all may lead to one target', () => {
    const acts = forwardedPortsProof.acts({ ...context, spec: natCluster(two) });
    expect(acts.map(({ after }) => after)).toEqual([[], [0], [1], [2], [3], [4]]);
    expect(acts[4]?.trial.question).toMatchObject({ args: expect.arrayContaining(['9.9.9.2']) });
  });

  it('has nothing to knock at without a NAT device, and nobody who knocks without a vantage', () => {
    expect(forwardedPortsProof.notApplicable(publicCluster())).toContain('declare topology PRIVATE_NAT');
    expect(forwardedPortsProof.notApplicable(natCluster())).toBeNull();
    expect(forwardedPortsProof.acts({ ...context, spec: publicCluster() })).toEqual([]);
    expect(forwardedPortsProof.acts({ ...context, vantage: null, spec: natCluster() })).toEqual([]);
  });

  it.each([
    [
      '8.8.4.4',
      '22 0\n53 0\n80 2\n53/udp 1',
      { tried: [22, 53, 80], arrived: [80], udp: { tried: [53], arrived: [53] }, unasked: none },
    ],
    ['8.8.4.4', '53 1\n53/udp 0', { tried: [53], arrived: [53], udp: { tried: [53], arrived: [] }, unasked: none }],
    ['2001:db8::1', '22 0\n80 0', { tried: [22, 80], arrived: [], udp: none, unasked: none }],
    ['8.8.4.4', '3306/unasked 1', { ...none, udp: none, unasked: { tried: [3306], arrived: [3306] } }],
  ])('reads of knocks from %s: %j', (source, text, value) => {
    expect(said(fact, `from ${source}\n${text}`)).toEqual({ known: true, value: { source, ...value } });
  });

  it.each([
    [{ exitCode: 127 }, 'COMMAND_MISSING', 'nft, iptables or tcpdump is not installed'],
    [{ stdout: 'over\n' }, 'TRIAL_OVER', 'nobody counted when it was tried'],
    [{ stdout: '80 2\n' }, 'NOT_UNDERSTOOD', 'the host did not say what it counted'],
    [{ stdout: 'from 8.8.4.4\n53/sctp 2\n' }, 'NOT_UNDERSTOOD', 'the host did not say which knocks arrived'],
    [{ stdout: 'from 8.8.4.4\nssh 2\n' }, 'NOT_UNDERSTOOD', 'the host did not say which knocks arrived'],
  ])('does not know from %j what is forwarded', (answer, code, reason) => {
    expect(said(fact, answer)).toEqual({ known: false, code, reason });
  });
});
