import { machineIdentity } from '../../../../src/probes/system/machine-identity.js';
import { hostsApart } from '../../../../src/rules/host/r-host-2-hosts-apart.rule.js';
import { introduced } from '../../../../src/rules/introduced.js';
import { judge } from '../../../../src/rules/judge.js';
import type { Finding } from '../../../../src/rules/rule.js';
import { hostId } from '../../../../src/domain/ids.js';
import {
  clusterId,
  databaseHostId,
  edits,
  fileServerId,
  managerId,
  node1Id,
  node2Id,
  publicCluster,
  withAppliance,
  withFileServer,
  withObservedFileServer,
} from '../clusters.js';
import { expectMet, expectUnknown, expectViolated } from '../harness.js';
import { HostFacts, observedAt } from '../host-facts.js';

const spec = publicCluster();

/** What a host prints whose machine id repeats the digit and whose clock is this far ahead of ours. */
function identity(digit: string, hostname: string, secondsAhead = 0): string {
  return `${digit.repeat(32)}\n${hostname}\n${observedAt.getTime() / 1000 + secondsAhead}\n`;
}

function goodFacts(): HostFacts {
  return new HostFacts()
    .answer(managerId, machineIdentity(), identity('a', 'manager'))
    .answer(node1Id, machineIdentity(), identity('b', 'node1', 20))
    .answer(node2Id, machineIdentity(), identity('c', 'node2', -10));
}

const ofNode2 = { subject: `Host ${node2Id}`, severity: 'ERROR', field: ['members', '2'] } as const;
const sameHostKey = { code: 'SAME_HOST_KEY', remedy: { command: 'ssh-keygen -A' } } as const;
const sameMachineId = { code: 'SAME_MACHINE_ID', remedy: { command: 'systemd-machine-id-setup' } } as const;
const sameHostname = { code: 'SAME_HOSTNAME', remedy: { command: 'hostnamectl set-hostname' } } as const;
const clockApart = {
  code: 'CLOCK_APART',
  severity: 'WARNING',
} as const;
const timeService = { command: 'timedatectl set-ntp true' } as const;
const ahead = (seconds: number) => ({
  ...clockApart,
  remedy: [timeService, { command: `date -s '${seconds} seconds ago'` }],
});
const behind = (seconds: number) => ({
  ...clockApart,
  remedy: [timeService, { command: `date -s '${seconds} seconds'` }],
});

const afresh = { moment: 'before', draft: false, clusterId } as const;

describe('R-HOST-2', () => {
  it('is met by hosts that have nothing in common', () => {
    expectMet(hostsApart, { spec, facts: goodFacts() });
  });

  it('is violated by a clone, which shares host key, machine id and name', () => {
    const facts = goodFacts()
      .answer(node2Id, machineIdentity(), identity('b', 'node1'))
      .hostKey(node2Id, 'SHA256:node1');
    expectViolated(hostsApart, { spec, facts }, [
      { ...ofNode2, ...sameHostKey, message: 'node2 has the same host key as node1' },
      { ...ofNode2, ...sameMachineId, message: 'node2 has the same machine id as node1' },
      { ...ofNode2, ...sameHostname, message: 'node2 has the same host name as node1' },
    ]);
  });

  it('has a new machine id made out of nothing: the file of D-Bus, where it has one of its own, would give the old one back', () => {
    const facts = goodFacts().answer(node2Id, machineIdentity(), identity('b', 'node2')).at(observedAt);
    const found = hostsApart.judge({ spec, facts, moment: 'before', draft: false, clusterId: null });
    const [command = ''] = found.flatMap(({ remedies }) => remedies.flatMap((remedy) => remedy.command ?? []));
    expect(command).toMatch(/^rm -f \/etc\/machine-id \/var\/lib\/dbus\/machine-id && systemd-machine-id-setup && /);
  });

  describe('of servers beside the nodes', () => {
    const withServers = publicCluster(
      edits(withFileServer, (edited) => {
        edited.databaseServers = [];
        edited.core.databaseServers = [];
        edited.accounts = [];
        edited.core.members.push({ hostId: hostId.parse(databaseHostId), role: 'DATABASE_SERVER', addresses: [] });
      }),
    );
    const withTheirs = (ofFiles = identity('d', 'files'), ofDatabase = identity('e', 'db')): HostFacts =>
      goodFacts()
        .answer(fileServerId, machineIdentity(), ofFiles)
        .answer(databaseHostId, machineIdentity(), ofDatabase);
    const ofFiles = { ...ofNode2, subject: `Host ${fileServerId}`, field: ['members', '3'] };

    it('is met by those that are machines of their own', () => {
      expectMet(hostsApart, { spec: withServers, facts: withTheirs() });
    });

    it('is violated by a file server that was cloned from a node, and by one whose clock is off', () => {
      expectViolated(hostsApart, { spec: withServers, facts: withTheirs(identity('b', 'files', 90)) }, [
        { ...ofFiles, ...sameMachineId, message: ' has the same machine id as node1' },
        { ...ofFiles, ...ahead(90), message: ' is 90 s ahead of the median' },
      ]);
    });

    it("is violated by a database server that has a node's name", () => {
      expectViolated(hostsApart, { spec: withServers, facts: withTheirs(undefined, identity('e', 'node2')) }, [
        {
          ...{ ...ofFiles, subject: `Host ${databaseHostId}`, field: ['members', '4'], ...sameHostname },
          message: ' has the same host name as node2',
        },
      ]);
    });

    it("is found of an appliance that is only looked at, and in nobody's way where that does not tell", () => {
      const observed = publicCluster(withObservedFileServer);
      const clone = withTheirs(identity('b', 'files'));
      expectViolated(hostsApart, { spec: observed, facts: clone }, [
        { ...ofFiles, ...sameMachineId, message: ' has the same machine id as node1' },
      ]);
      const mute = goodFacts().answer(fileServerId, machineIdentity(), { exitCode: 1, stderr: 'no such file' });
      const context = {
        spec: observed,
        facts: mute.at(observedAt),
        moment: 'before',
        draft: false,
        clusterId,
      } as const;
      expect(hostsApart.judge(context)).toMatchObject([{ verdict: 'UNKNOWN', severity: 'INFO' }]);
    });

    it('asks for no key of an appliance to which nobody logs in', () => {
      const facts = goodFacts().withoutHostKey(fileServerId).at(observedAt);
      const context = { spec: publicCluster(withAppliance), facts, moment: 'before', draft: false, clusterId } as const;
      expect(hostsApart.judge(context)).toMatchObject([{ verdict: 'UNKNOWN', severity: 'INFO', remedies: [] }]);
    });

    it('is unknown of those that were not looked at, and asks nothing of a server that is reached by SQL only', () => {
      expectUnknown(hostsApart, { spec: withServers, facts: goodFacts() }, [
        ...[fileServerId, databaseHostId].map((id) => ({ subject: `Host ${id}`, lookAt: id })),
      ]);
      const bySql = publicCluster((edited) => {
        const [server] = edited.databaseServers;
        if (server === undefined) throw new Error('there is no database server');
        edited.core.members.push({ hostId: hostId.parse(server.hostId), role: 'DATABASE_SERVER', addresses: [] });
      });
      expectMet(hostsApart, { spec: bySql, facts: goodFacts() });
      expect(hostsApart.looks(bySql).map((look) => look.hostId)).toEqual([managerId, node1Id, node2Id]);
    });
  });

  it('names every further host that shares something', () => {
    const facts = goodFacts()
      .answer(node1Id, machineIdentity(), identity('b', 'web'))
      .answer(node2Id, machineIdentity(), identity('c', 'web'))
      .answer(managerId, machineIdentity(), identity('a', 'web'));
    const violation = { ...ofNode2, ...sameHostname };
    expectViolated(hostsApart, { spec, facts }, [
      { ...violation, subject: `Host ${node1Id}`, field: ['members', '1'], message: 'node1 has the same host name' },
      { ...violation, message: 'node2 has the same host name as manager' },
    ]);
  });

  describe('of which two were alike before an edit', () => {
    const facts = goodFacts()
      .answer(node1Id, machineIdentity(), identity('b', 'web'))
      .answer(node2Id, machineIdentity(), identity('c', 'web'));
    const introducedBy = (edited: typeof spec, accepted = spec, given = facts): readonly unknown[] => {
      const judged = (value: typeof spec): readonly Finding[] =>
        judge(value, given.at(observedAt), ['before'], { draft: false, clusterId });
      return introduced(judged(edited), judged(accepted)).filter(({ ruleId }) => ruleId === hostsApart.id);
    };
    const reordered = publicCluster(({ core }) => core.members.reverse());
    const without = (id: string) =>
      publicCluster(({ core }) => (core.members = core.members.filter(({ hostId }) => hostId !== id)));

    it('refuses no other order of the value, which blames the other one', () => {
      expect(hostsApart.judge({ spec: reordered, facts: facts.at(observedAt), ...afresh })).toMatchObject([
        { messageCode: 'SAME_HOSTNAME', subject: { id: node1Id }, alike: [node2Id, node1Id] },
      ]);
      expect(introducedBy(reordered)).toEqual([]);
      const all = facts.answer(managerId, machineIdentity(), identity('a', 'web'));
      expect(introducedBy(reordered, spec, all)).toEqual([]);
      expect(introducedBy(without(managerId), spec, all)).toEqual([]);
    });

    it('refuses a third one, and one in the place of another', () => {
      const all = facts.answer(managerId, machineIdentity(), identity('a', 'web'));
      const said = { messageCode: 'SAME_HOSTNAME', subject: { id: node2Id } };
      expect(introducedBy(spec, without(node2Id), all)).toMatchObject([said]);
      expect(introducedBy(without(node1Id), without(node2Id), all)).toMatchObject([said]);
      expect(introducedBy(spec, without(node2Id))).toMatchObject([said]);
    });
  });

  it('allows a clock 30 s from the median and warns of one 31 s from it', () => {
    const allowed = goodFacts().answer(node1Id, machineIdentity(), identity('b', 'node1', 30));
    expectMet(hostsApart, { spec, facts: allowed });
    const facts = goodFacts().answer(node2Id, machineIdentity(), identity('c', 'node2', -31));
    expectViolated(hostsApart, { spec, facts }, [
      { ...ofNode2, ...behind(31), message: 'clock of node2 is 31 s behind the median' },
    ]);
  });

  describe('of few clocks that are apart', () => {
    const two = publicCluster(({ core }) => {
      core.members = core.members.filter(({ hostId }) => hostId !== node2Id);
    });
    const facts = (manager: number, node1: number, node2 = 0): HostFacts =>
      goodFacts()
        .answer(managerId, machineIdentity(), identity('a', 'manager', manager))
        .answer(node1Id, machineIdentity(), identity('b', 'node1', node1))
        .answer(node2Id, machineIdentity(), identity('c', 'node2', node2));
    const ofManager = { subject: `Host ${managerId}`, field: ['members', '0'] };
    const ofNode1 = { subject: `Host ${node1Id}`, field: ['members', '1'] };

    it('warns of both of two that are on either side of ours', () => {
      expectViolated(hostsApart, { spec: two, facts: facts(-60, 60) }, [
        { ...behind(60), ...ofManager, message: 'clock of manager is 60 s behind' },
        { ...ahead(60), ...ofNode1, message: 'clock of node1 is 60 s ahead of' },
      ]);
    });

    it('warns of the one of two that is not ours either', () => {
      expectViolated(hostsApart, { spec: two, facts: facts(0, 120) }, [
        { ...ahead(120), ...ofNode1, message: 'clock of node1 is 120 s ahead of' },
      ]);
    });

    it('warns of none where both agree and ours is off', () => {
      expectMet(hostsApart, { spec: two, facts: facts(120, 120) });
    });

    it('has no host that joins condemn one that agrees with ours', () => {
      expectViolated(hostsApart, { spec, facts: facts(0, 120, 120) }, [
        { ...ahead(120), ...ofNode1, message: 'clock of node1 is 120 s ahead of' },
        { ...ofNode2, ...ahead(120), message: 'clock of node2 is 120 s ahead of' },
      ]);
    });
  });

  it('is unknown for a host whose key is not confirmed, which the caller is asked to do', () => {
    const fingerprint = `SHA256:${'k'.repeat(43)}`;
    const facts = goodFacts().offersKey(node1Id, fingerprint);
    expectUnknown(hostsApart, { spec, facts }, [{ subject: `Host ${node1Id}`, confirmKeyOf: node1Id, fingerprint }]);
  });

  it('asks for the confirmation too where a host was not looked at because of it', () => {
    const fingerprint = `SHA256:${'k'.repeat(43)}`;
    const facts = new HostFacts().offersKey(node1Id, fingerprint);
    const confirmed = { subject: `Host ${node1Id}`, confirmKeyOf: node1Id, fingerprint };
    expectUnknown(hostsApart, { spec, facts }, [
      { subject: `Host ${managerId}`, lookAt: managerId },
      ...[confirmed, confirmed],
      { subject: `Host ${node2Id}`, lookAt: node2Id },
    ]);
  });

  it('has nothing to confirm of a host that has not shown its key yet', () => {
    const facts = goodFacts().withoutHostKey(node1Id);
    const context = { spec, facts: facts.at(observedAt), moment: 'before', draft: false, clusterId } as const;
    expect(hostsApart.judge(context)).toMatchObject([
      {
        verdict: 'UNKNOWN',
        remedies: [{ title: expect.stringContaining('Wait until node1 has shown'), mutation: null }],
      },
    ]);
  });

  it('is unknown without looks', () => {
    const expected = [managerId, node1Id, node2Id].map((hostId) => ({ subject: `Host ${hostId}`, lookAt: hostId }));
    expectUnknown(hostsApart, { spec }, expected);
  });
});
