import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { outputOf } from '../../../quickstart/output-of.js';
import { forwardedPorts, passiveFtp, recommendedPorts } from '../../../src/domain/forward-rules.js';
import type { Question } from '../../../src/probes/probe.js';
import { countPackets, readPackets } from '../../../src/proofs/network/packet-counters.js';
import type { ProofKind } from '../../../src/proofs/proof.js';
import type { Lab } from '../../lab/lab.js';
import { natCards } from '../../lab/nat-device.js';
import { thorough } from '../../thorough.js';
import type { BehindNat } from './declare-behind-nat.js';
import { foundByRule, type FoundByRule } from './found-by-rule.js';
import type { MortalServer } from './mortal-server.js';
import { proveCluster } from './prove-cluster.js';
import { severalPublicAddresses } from './several-public-addresses.js';

/** A cluster behind a NAT device that was set up, with a host outside. */
export interface SeenFromOutside {
  readonly lab: Lab;
  readonly server: MortalServer;
  readonly cluster: BehindNat;
  /** What the device was given to load. */
  readonly nftables: string;
  /** On the device, as its operator does it. */
  load(argv: readonly string[], text: string): Promise<void>;
}

/** Tests of what only somebody outside can tell: proved where it is right, and found where it is not. */
export function seenFromOutside(at: () => SeenFromOutside): void {
  let vantageId: string;

  beforeAll(async () => {
    const { server, cluster } = at();
    const input = { idempotencyKey: randomUUID(), name: 'outside', hostId: cluster.hostIds.get('outside') };
    const { vantage } = await server
      .client()
      .mutate(
        'registerVantage',
        'RegisterVantageInput',
        'vantage { id }',
        input,
        z.object({ vantage: z.object({ id: z.string() }) }),
      );
    vantageId = vantage.id;
  });

  async function prove(...proofs: readonly ProofKind[]): Promise<void> {
    const { server, cluster } = at();
    await server.follow(await proveCluster(server.client(), { clusterId: cluster.clusterId, proofs, vantageId }));
  }

  function found(rule: string): Promise<readonly FoundByRule[]> {
    return foundByRule(at().server.client(), at().cluster.clusterId, rule);
  }

  async function expectNothingLeft(): Promise<void> {
    const left = `{ iptables -t raw -S; ls /run; systemctl list-units --all --no-legend 'hostwright-proof*'; } | grep proof || :`;
    for (const host of ['manager', 'node1']) expect(await outputOf(at().lab, host, left)).toBe('');
  }

  it('shows that every port is forwarded and that answers go out past the manager, and leaves nothing behind', async () => {
    await prove('FORWARDED_PORTS', 'DIRECT_ANSWER');
    const [ports, ...otherPorts] = await found('R-NET-NAT-3');
    expect(otherPorts).toEqual([]);
    expect(ports).toMatchObject({ subject: `Address ${at().lab.natAddresses[0]}`, verdict: 'MET' });
    const range = [passiveFtp.port, passiveFtp.lastPort];
    for (const port of [...forwardedPorts.keys(), ...recommendedPorts.keys(), ...range])
      expect(ports?.evidence[0]?.stdout).toMatch(new RegExp(`^${port} [1-9]`, 'm'));
    expect(ports?.evidence[0]?.stdout).toMatch(/^3306\/unasked 0$/m);
    expect(ports?.evidence[0]?.stdout).toMatch(/^53\/udp [1-9]/m);
    const [answers, ...otherAnswers] = await found('R-NET-NAT-6');
    expect(otherAnswers).toEqual([]);
    expect(answers).toMatchObject({ subject: `Address ${at().lab.natAddresses[0]}:80`, verdict: 'MET' });
    const [manager, node] = answers?.evidence ?? [];
    const address = at().cluster.serviceAddresses[0];
    for (const none of ['answered', 'passed'])
      expect(manager?.stdout).toMatch(new RegExp(`^${none}/80/${address} 0$`, 'm'));
    for (const some of ['knocked', 'answered', 'heard']) {
      expect(node?.stdout).toMatch(new RegExp(`^${some}/80/${address} [1-9]`, 'm'));
    }
    await expectNothingLeft();
  });

  it('finds a port that the device does not forward, a range that it forwards in part, and MySQL unasked, until it does as asked', async () => {
    const { lab, nftables, load } = at();
    const printed = ' 61000-65534 ';
    expect(nftables).toContain(printed);
    expect(nftables).toContain(' 110,');
    await load(['nft', '-f', '-'], nftables.replace(' 110,', ' 3306,').replace(printed, ' 61000-65533 '));
    await prove('FORWARDED_PORTS');
    const [missing, passive, ...others] = await found('R-NET-NAT-3');
    expect(others).toEqual([]);
    expect(missing).toMatchObject({
      ...{ subject: `Address ${lab.natAddresses[0]}:110`, verdict: 'VIOLATED', messageCode: 'PORT_NOT_FORWARDED' },
      evidence: [{ stdout: expect.stringMatching(/^110 0$/m) }],
    });
    expect(passive).toMatchObject({
      ...{
        subject: `Address ${lab.natAddresses[0]}:61000-65534`,
        verdict: 'VIOLATED',
        messageCode: 'PORT_NOT_FORWARDED',
      },
      evidence: [{ stdout: expect.stringMatching(/^65534 0$/m) }],
    });
    expect(await found('R-NET-NAT-5')).toMatchObject([
      {
        ...{ subject: `Address ${lab.natAddresses[0]}`, verdict: 'VIOLATED', messageCode: 'OPEN_WITHOUT_REQUEST' },
        evidence: [{ stdout: expect.stringMatching(/^3306\/unasked [1-9]/m) }],
      },
    ]);
    await load(['nft', '-f', '-'], nftables);
    await prove('FORWARDED_PORTS');
    expect(await found('R-NET-NAT-3')).toMatchObject([{ verdict: 'MET' }]);
    expect(await found('R-NET-NAT-5')).toMatchObject([{ verdict: 'MET' }]);
  });

  it('finds a device that drops what does not come from the manager, until it takes answers of nodes', async () => {
    const { lab, cluster, load } = at();
    const card = await outputOf(lab, 'node1', 'cat /sys/class/net/eth0/address');
    const drop = `iifname ${natCards.inside} ether saddr ${card} ip saddr ${cluster.serviceAddresses[0]} drop`;
    const chain = `chain strict {\ntype filter hook prerouting priority -400; policy accept;\n${drop}\n}`;
    await load(['nft', '-f', '-'], `table ip strict {\n${chain}\n}\n`);
    await prove('DIRECT_ANSWER');
    const [lost, ...others] = await found('R-NET-NAT-6');
    expect(others).toEqual([]);
    expect(lost).toMatchObject({ verdict: 'VIOLATED', messageCode: 'ANSWERS_LOST' });
    expect(lost?.message).toMatch(/^node1 answered /);
    expect(lost?.evidence[0]?.stdout).toMatch(/^heard\/80\/\S+ 0$/m);
    await load(['nft', 'delete', 'table', 'ip', 'strict'], '');
    await prove('DIRECT_ANSWER');
    expect(await found('R-NET-NAT-6')).toMatchObject([{ verdict: 'MET' }]);
  });

  // The kernel of lab hosts serves neither program, so that these capture; the device is a network of this machine's kernel.
  it.each(['nft', 'iptables'])('is counted by %s where the kernel serves it', async (program) => {
    const { lab, cluster } = at();
    const programs = mkdtempSync(join(tmpdir(), 'hostwright-counting-'));
    for (const name of ['systemd-run', 'systemctl']) {
      writeFileSync(join(programs, name), '#!/bin/sh\n', { mode: 0o755 });
    }
    symlinkSync(`/usr/sbin/${program}`, join(programs, program));
    const run = async (question: Question): Promise<string> => {
      if (question.via !== 'shell') throw new TypeError(`a device answers no question via ${question.via}`);
      const argv = ['env', `PATH=${programs}:/usr/bin:/bin`, 'sh', '-c', question.script, 'counting', ...question.args];
      const { stdout, stderr } = await lab.runInNatDevice(argv);
      return `${stdout}${stderr}`.trim();
    };
    try {
      const client = lab.publicNetwork.replace('.0/24', '.201');
      const counting = { label: 'trial', nonce: 'abc' };
      const [outer] = lab.natAddresses;
      const [inner] = cluster.serviceAddresses;
      const asked = { source: client, destination: outer, portOf: 'dport', port: 80 } as const;
      const answer = { source: inner, destination: client, portOf: 'sport', port: 80, flags: 'synack' } as const;
      const packets = [
        { ...asked, name: 'asked', side: 'got', flags: 'syn' },
        { ...asked, name: `asked/81/${outer}`, side: 'got', port: 81, flags: 'syn' },
        { ...asked, name: 'heard', side: 'got', flags: 'ack' },
        { ...asked, name: 'told', side: 'got', flags: 'udp', port: 53 },
        { ...asked, name: 'untold', side: 'got', flags: 'udp' },
        { ...answer, name: 'answered', side: 'got' },
        { ...answer, name: 'own', side: 'sent' },
      ] as const;
      expect(await run(countPackets(counting, { client, seconds: 60 }, packets))).toBe(`counting with ${program}`);
      await lab.runInClient('client', ['bash', '-c', 'exec 3<>"/dev/tcp/$0/80"; printf told >"/dev/udp/$0/53"', outer]);
      const shown = await run(readPackets(counting, client));
      expect(shown.split('\n').toSorted()).toEqual([
        ...[expect.stringMatching(/^answered [1-9]/), expect.stringMatching(/^asked [1-9]/), `asked/81/${outer} 0`],
        ...[`from ${client}`, expect.stringMatching(/^heard [1-9]/), 'own 0', 'told 1', 'untold 0'],
      ]);
      expect(await run(readPackets(counting, client))).toBe('over');
      const { stdout } = await lab.runInNatDevice(['nft', 'list', 'ruleset']);
      expect(stdout).not.toContain('proof');
    } finally {
      rmSync(programs, { recursive: true, force: true });
    }
  });

  severalPublicAddresses(at, { prove, found });

  // One way to answer wrongly stands for both.
  if (!thorough) return;
  it('finds a node that answers by way of the manager, until it goes its own', async () => {
    const { lab } = at();
    const vantage = lab.host('outside').publicAddress ?? '';
    await outputOf(lab, 'node1', `ip route add ${vantage} via ${lab.host('manager').privateAddress}`);
    try {
      await prove('DIRECT_ANSWER');
      const [passing, ...others] = await found('R-NET-NAT-6');
      expect(others).toEqual([]);
      expect(passing).toMatchObject({ verdict: 'VIOLATED', messageCode: 'ANSWERS_PASS_MANAGER' });
      expect(passing?.evidence[0]?.stdout).toMatch(/^passed\/80\/\S+ [1-9]/m);
    } finally {
      await outputOf(lab, 'node1', `ip route del ${vantage}`);
    }
    await prove('DIRECT_ANSWER');
    expect(await found('R-NET-NAT-6')).toMatchObject([{ verdict: 'MET' }]);
    await expectNothingLeft();
  });
}
