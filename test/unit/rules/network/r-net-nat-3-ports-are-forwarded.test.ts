import { forwardedPorts, recommendedPorts } from '../../../../src/domain/forward-rules.js';
import { portsForwarded } from '../../../../src/proofs/network/forwarded-ports.proof.js';
import { portsAreForwarded } from '../../../../src/rules/network/r-net-nat-3-ports-are-forwarded.rule.js';
import {
  address,
  balanced,
  clusterId,
  edits,
  managerId,
  natCluster,
  publicCluster,
  withNat,
  withPanel,
  withPanelDatabase,
} from '../clusters.js';
import { expectMet, expectNotApplicable, expectUnverified, expectViolated } from '../harness.js';
import { HostFacts, observedAt } from '../host-facts.js';

const fact = portsForwarded({ publicAddress: '9.9.9.1', targetAddress: '10.0.0.100' });
const every = [...forwardedPorts.keys(), ...recommendedPorts.keys(), 61_000, 65_534];
const web = balanced({ address: '10.0.0.100', port: 80 });

function arrived(
  ports: readonly number[],
  tried: readonly (number | '3306/unasked')[] = every,
  datagrams = 1,
): HostFacts {
  const reached: ReadonlySet<unknown> = new Set(ports);
  const counts = [...tried.map((port) => `${port} ${reached.has(port) ? 2 : 0}`), `53/udp ${datagrams}`];
  return new HostFacts().answer(managerId, fact, `${['from 8.8.4.4', ...counts].join('\n')}\n`);
}

function missing(port: number, severity: 'ERROR' | 'WARNING') {
  return {
    subject: `Address 9.9.9.1:${port}`,
    code: 'PORT_NOT_FORWARDED',
    severity,
    field: ['nat', 'forwardTarget'],
    remedy: 'declare',
  } as const;
}

describe('R-NET-NAT-3', () => {
  it('is met where every port that has to be forwarded is', () => {
    expectMet(portsAreForwarded, { spec: natCluster(web), facts: arrived(every) });
  });

  it('is violated by each port that is not: an error where a service is declared, a warning otherwise', () => {
    const facts = arrived(every.filter((port) => port !== 80 && port !== 25));
    expectViolated(portsAreForwarded, { spec: natCluster(web), facts }, [
      { ...missing(25, 'WARNING'), message: 'TCP port 25' },
      { ...missing(80, 'ERROR'), message: 'nothing that 8.8.4.4 sent there arrived' },
    ]);
  });

  it('is violated by a port of another address than the one where it is balanced: a warning', () => {
    const spec = natCluster(
      edits(web, withNat({ mode: 'ONE_TO_ONE', publicAddresses: ['9.9.9.1', '9.9.9.2'] }), ({ core }) => {
        core.members[0]?.addresses.push(address('private', '10.0.0.101', 'SERVICE'));
      }),
    );
    const second = portsForwarded({ publicAddress: '9.9.9.2', targetAddress: '10.0.0.101' });
    const counts = every.map((port) => `${port} ${port === 80 ? 0 : 2}`);
    const text = ['from 8.8.4.4', ...counts, '53/udp 1', ''].join('\n');
    const facts = (lost: readonly number[]): HostFacts =>
      arrived(every.filter((port) => !lost.includes(port))).answer(managerId, second, text);
    const there = { ...missing(80, 'WARNING'), subject: 'Address 9.9.9.2:80', message: 'does not reach 10.0.0.101' };
    expectViolated(portsAreForwarded, { spec, facts: facts([]) }, [there]);
    expectViolated(portsAreForwarded, { spec, facts: facts([80]) }, [
      { ...missing(80, 'ERROR'), message: 'does not reach 10.0.0.100' },
      there,
    ]);
  });

  it('is violated by ports of mail that are only recommended: a warning, unless one is balanced', () => {
    const facts = arrived(every.filter((port) => port !== 465 && port !== 587));
    expectViolated(portsAreForwarded, { spec: natCluster(web), facts }, [
      { ...missing(465, 'WARNING'), message: 'TCP port 465 (SMTP over TLS)' },
      { ...missing(587, 'WARNING'), message: 'TCP port 587 (SMTP submission)' },
    ]);
    const submission = balanced({ address: '10.0.0.100', port: 587 });
    expectViolated(portsAreForwarded, { spec: natCluster(edits(web, submission)), facts }, [
      { ...missing(465, 'WARNING'), message: 'TCP port 465' },
      { ...missing(587, 'ERROR'), message: 'TCP port 587' },
    ]);
  });

  it.each([[[61_000]], [[65_534]], [[61_000, 65_534]]])(
    'is violated by passive ports of FTP of which %j does not get through: one warning about the range',
    (lost) => {
      const facts = arrived(every.filter((port) => !lost.includes(port)));
      expectViolated(portsAreForwarded, { spec: natCluster(web), facts }, [
        {
          ...missing(61_000, 'WARNING'),
          subject: 'Address 9.9.9.1:61000-65534',
          message:
            'TCP ports 61000-65534 (FTP data, passive) of 9.9.9.1 do not reach 10.0.0.100: not all that 8.8.4.4 sent',
        },
      ]);
    },
  );

  it('is violated by DNS that only gets through by TCP: a warning, since nothing of the cluster serves it', () => {
    expectViolated(portsAreForwarded, { spec: natCluster(web), facts: arrived(every, every, 0) }, [
      { ...missing(53, 'WARNING'), subject: 'Address 9.9.9.1:53/udp', message: 'UDP port 53 (DNS) of 9.9.9.1' },
    ]);
  });

  it('is violated by MySQL that was asked for', () => {
    const facts = arrived(every, [...every, 3306]);
    expectViolated(portsAreForwarded, { spec: natCluster(edits(web, withNat({ forwardMysql: true }))), facts }, [
      { ...missing(3306, 'ERROR'), message: 'TCP port 3306 (MySQL) of 9.9.9.1 does not reach 10.0.0.100' },
    ]);
  });

  it('is violated by a port of the panel, and met whether its database is reached or not', () => {
    const spec = natCluster(edits(web, withPanel(2443), withPanelDatabase(2306)));
    expectMet(portsAreForwarded, { spec, facts: arrived(every) });
    expectViolated(portsAreForwarded, { spec, facts: arrived(every.filter((port) => port !== 2443)) }, [
      { ...missing(2443, 'ERROR'), message: 'TCP port 2443' },
    ]);
  });

  it('is unknown of a port that was declared since, until somebody knocks there for it', () => {
    const without80 = every.filter((port) => port !== 80);
    const unknown = { subject: 'Address 9.9.9.1', remedy: 'Prove FORWARDED_PORTS from a vantage' };
    const given = { spec: natCluster(web), facts: arrived(without80, without80) };
    expectUnverified(portsAreForwarded, given, [unknown]);
    const asked = natCluster(edits(web, withNat({ forwardMysql: true })));
    expectUnverified(portsAreForwarded, { spec: asked, facts: arrived(every, [...every, '3306/unasked']) }, [unknown]);
    const context = { ...given, moment: 'after', draft: false, clusterId } as const;
    expect(portsAreForwarded.judge({ ...context, facts: given.facts.at(observedAt) })).toMatchObject([
      {
        messageCode: 'PORTS_NOT_TRIED',
        message: 'Not known of manager: when 9.9.9.1 was last knocked at, nobody asked for TCP 80.',
        parameters: { ports: 'TCP 80' },
      },
    ]);
    // What was tried is judged all the same.
    const few = arrived([443], [443, 25]).at(observedAt);
    expect(portsAreForwarded.judge({ ...context, facts: few })).toMatchObject([
      { verdict: 'UNKNOWN', parameters: { ports: expect.stringMatching(/^TCP 20, TCP 21, .*TCP 61000-65534$/) } },
      { verdict: 'VIOLATED', subject: { id: '9.9.9.1:25' } },
    ]);
  });

  it('is unknown until somebody knocked from outside', () => {
    expectUnverified(portsAreForwarded, { spec: natCluster() }, [
      { subject: 'Address 9.9.9.1', remedy: 'Prove FORWARDED_PORTS from a vantage' },
    ]);
  });

  it('says nothing where no device is declared, or none is there', () => {
    const undeclared = natCluster(({ core }) => (core.nat = null));
    const reason = 'Nothing is declared of the NAT device yet (R-NET-NAT-4).';
    expectNotApplicable(portsAreForwarded, { spec: undeclared }, reason);
    const other = "The rule is about topology PRIVATE_NAT; this cluster's is PUBLIC.";
    expectNotApplicable(portsAreForwarded, { spec: publicCluster() }, other);
  });
});
