import { hostId } from '../../../../src/domain/ids.js';
import { keptPrivateProof, triedFromOutside } from '../../../../src/proofs/network/kept-private.proof.js';
import { trialOfKind } from '../../../../src/proofs/registry.js';
import {
  balanced,
  databaseHostId,
  databaseServerId,
  dualCluster,
  edits,
  fileServerId,
  managerId,
  publicCluster,
  withFileServer,
} from '../../rules/clusters.js';
import { runWithPrograms } from '../../probes/run-with-programs.js';
import { said } from '../said.js';

const outside = '01900000-0000-7000-8000-0000000000aa';
const context = { vantage: { hostId: outside, sourceAddress: '8.8.4.4' }, nonce: 'abc' };
const fact = triedFromOutside(managerId);
const spec = dualCluster(edits(withFileServer, balanced({ port: 443 })));

describe('KEPT_PRIVATE', () => {
  it('has the vantage try what has to be kept private, and what clients reach', () => {
    const [trying, ...others] = keptPrivateProof.acts({ ...context, spec });
    expect(others).toEqual([]);
    expect(trying).toMatchObject({ hostId: outside, after: [], trial: { factId: fact.id } });
    const ofFiles = [`kept:${fileServerId}`, '9.9.9.15'];
    const kept = [`kept:${databaseServerId}`, '9.9.9.14', '3306', ...ofFiles, '2049', ...ofFiles, '111'];
    const served = ['9.9.9.100 443', '9.9.9.11 22'].flatMap((door) => ['served', ...door.split(' ')]);
    expect(trying?.trial.question).toMatchObject({ via: 'shell', args: ['8.8.4.4', ...kept, ...served] });
  });

  it('tries a server that is a member and registered once', () => {
    const twice = dualCluster(({ core, databaseServers }) => {
      core.members.push({
        ...{ hostId: hostId.parse(databaseHostId), role: 'DATABASE_SERVER' },
        addresses: [{ network: 'private', address: '10.0.0.14', purpose: 'HOST' }],
      });
      for (const server of databaseServers) server.address = '10.0.0.14';
    });
    const [trying] = keptPrivateProof.acts({ ...context, spec: twice });
    expect(trying?.trial.question).toMatchObject({
      args: ['8.8.4.4', `kept:${databaseServerId}`, '10.0.0.14', '3306', 'served', '9.9.9.11', '22'],
    });
  });

  it('tries for a server that nobody knows what a task of before says, which is not whose the address is', () => {
    const former = { managerId, source: '8.8.4.4', kept: [{ address: '9.9.9.15', port: 2049 }], served: [] };
    expect(trialOfKind('proof.kept-private.try')?.of(former)).toMatchObject({
      question: { args: ['8.8.4.4', 'kept:unknown', '9.9.9.15', '2049'] },
    });
  });

  it('has nothing to try without such a server or a private network, and nobody who tries without a vantage', () => {
    const alone = dualCluster(({ core, accounts, databaseServers }) => {
      core.databaseServers = [];
      databaseServers.length = 0;
      accounts.length = 0;
    });
    expect(keptPrivateProof.notApplicable(spec)).toBeNull();
    expect(keptPrivateProof.notApplicable(publicCluster())).toContain('Only under topology PUBLIC_PRIVATE');
    expect(keptPrivateProof.notApplicable(alone)).toContain('declare a file server or a database server');
    expect(keptPrivateProof.acts({ ...context, spec: alone })).toEqual([]);
    expect(keptPrivateProof.acts({ ...context, spec: publicCluster() })).toEqual([]);
    expect(keptPrivateProof.acts({ ...context, vantage: null, spec })).toEqual([]);
    const six = { hostId: outside, sourceAddress: '2001:db8::1' };
    expect(keptPrivateProof.acts({ ...context, vantage: six, spec })).toEqual([]);
  });

  it.each([
    ['10.0.0.15', 'via 9.9.9.1 dev eth0 src 8.8.4.4 uid 0', 'open'],
    ['10.0.0.15', 'dev eth0 src 8.8.4.4 uid 0', 'nearby'],
    ['10.0.0.15', 'via 172.31.0.1 dev eth0 src 172.31.0.7 uid 0', 'nearby'],
    ['9.9.9.14', 'via 172.31.0.1 dev eth0 src 172.31.0.7 uid 0', 'open'],
    ['10.0.0.15', 'via 172.32.0.1 dev eth0 src 172.32.0.7', 'open'],
    ['fd00::15', 'from :: via fe80::1 dev eth0 proto ra src fd12::7 metric 100', 'nearby'],
    ['fd00::15', 'from :: via fe80::1 dev eth0 proto ra src 2620:fe::7 metric 100', 'open'],
  ])('says of %s that answers, where the way to it is %s: %s', (address, way, is) => {
    const server = dualCluster(({ databaseServers }) => {
      for (const one of databaseServers) one.address = address;
    });
    const source = address.includes(':') ? '2620:fe::7' : '8.8.4.4';
    const [trying] = keptPrivateProof.acts({
      vantage: { hostId: outside, sourceAddress: source },
      nonce: 'abc',
      spec: server,
    });
    if (trying === undefined) throw new Error('nothing is tried');
    const { question } = trying.trial;
    const probe = { id: fact.id, question, maxAgeSeconds: 1, parse: fact.parse };
    const { stdout } = runWithPrograms(probe, { timeout: 'exit 0', ip: `echo "$3 ${way}"` });
    expect(stdout.split('\n')).toContain(`kept:${databaseServerId} ${address} 3306 ${is}`);
  });

  it('reads what the vantage met', () => {
    const text = 'from 8.8.4.4\nserved 9.9.9.11 22 refused\nkept:a1 10.0.0.15 2049 silent\nkept:b2 fd00::15 111 nearby';
    expect(said(fact, text)).toEqual({
      known: true,
      value: {
        source: '8.8.4.4',
        kept: [
          { serverId: 'a1', address: '10.0.0.15', port: 2049, is: 'silent' },
          { serverId: 'b2', address: 'fd00::15', port: 111, is: 'nearby' },
        ],
        served: [{ address: '9.9.9.11', port: 22, is: 'refused' }],
      },
    });
  });

  it.each([
    [{ exitCode: 127 }, 'COMMAND_MISSING', 'bash is not installed'],
    [{ stdout: 'kept:a1 10.0.0.15 2049 silent\n' }, 'NOT_UNDERSTOOD', 'the host did not say what it met'],
    [{ stdout: 'from 8.8.4.4\nkept:a1 10.0.0.15 2049 ajar\n' }, 'NOT_UNDERSTOOD', 'the host did not say what it met'],
    // Of before it was said whose they are.
    [{ stdout: 'from 8.8.4.4\nkept 10.0.0.15 2049 open\n' }, 'NOT_UNDERSTOOD', 'the host did not say what it met'],
  ])('does not know from %j what is kept private', (answer, code, reason) => {
    expect(said(fact, answer)).toEqual({ known: false, code, reason });
  });
});
