import { toGlobalId } from '../../../src/domain/ids.js';
import { known, probeId, unknown, type Probe } from '../../../src/probes/probe.js';
import { reachAgain } from '../../../src/rules/reach-again.js';
import { storedFacts } from '../../../src/rules/stored-facts.js';

const observedAt = new Date('2026-01-02T03:04:05.000Z');

/** Reads a number and may be 60 s old. */
const load: Probe<number> = {
  id: probeId('test.load', []),
  question: { via: 'shell', script: 'cat /proc/loadavg', args: [] },
  maxAgeSeconds: 60,
  parse: ({ stdout }) => (stdout === '' ? unknown('nothing was printed') : known(Number(stdout))),
};

function factsAt(now: string, stdout = '0.5') {
  const answer = { exitCode: 0, stdout, stderr: '' };
  const answers = new Map([['h1', new Map([[load.id, { command: 'cat /proc/loadavg', answer, observedAt }]])]]);
  const hosts = new Map([['h1', { name: 'node1', hostKeySha256: 'SHA256:abc' }]]);
  return storedFacts({ answers, hosts, now: new Date(now) });
}

describe('stored facts', () => {
  it('give the parsed value with the command and the answer that showed it, when, and where', () => {
    expect(factsAt('2026-01-02T03:04:06Z').read('h1', load)).toEqual({
      known: true,
      value: 0.5,
      evidence: {
        hostId: 'h1',
        probeId: 'test.load',
        command: 'cat /proc/loadavg',
        answer: { exitCode: 0, stdout: '0.5', stderr: '' },
        observedAt,
      },
    });
  });

  it('count up to the age that the probe allows and not a second longer', () => {
    expect(factsAt('2026-01-02T03:05:05.999Z').read('h1', load)).toMatchObject({ known: true });
    expect(factsAt('2026-01-02T03:05:06Z').read('h1', load)).toEqual({
      known: false,
      code: 'TOO_OLD',
      reason: 'the last look at test.load is 61 s old; at most 60 s count',
    });
  });

  it('count for a minute only where they tell of what is under way, whatever the probe allows', () => {
    const lasting: Probe<number> = { ...load, maxAgeSeconds: 3600, isPassing: (value) => value > 0 };
    expect(factsAt('2026-01-02T04:04:05Z', '0').read('h1', lasting)).toMatchObject({ known: true });
    expect(factsAt('2026-01-02T03:05:05Z').read('h1', lasting)).toMatchObject({ known: true });
    expect(factsAt('2026-01-02T03:05:06Z').read('h1', lasting)).toMatchObject({
      ...{ code: 'TOO_OLD', reason: 'the last look at test.load is 61 s old; at most 60 s count' },
    });
  });

  it('are unknown where nobody asked: another host, or another question', () => {
    const facts = factsAt('2026-01-02T03:04:06Z');
    const reason = 'no look has brought an answer to test.load yet';
    expect(facts.read('h2', load)).toEqual({ known: false, code: 'NOT_LOOKED_AT', reason });
    expect(facts.read('h1', { ...load, id: 'test.other' })).toMatchObject({ known: false });
  });

  it('are unknown for the reason of the parser where the answer says nothing', () => {
    const read = factsAt('2026-01-02T03:04:06Z', '').read('h1', load);
    expect(read).toEqual({ known: false, code: 'NOT_UNDERSTOOD', reason: 'nothing was printed' });
  });

  it('name hosts and their keys, and call a stranger by its id', () => {
    const facts = factsAt('2026-01-02T03:04:06Z');
    expect([facts.hostName('h1'), facts.hostKeySha256('h1')]).toEqual(['node1', 'SHA256:abc']);
    expect([facts.hostName('h2'), facts.hostKeySha256('h2')]).toEqual(['h2', null]);
  });
});

describe('a host of which one reason keeps everything', () => {
  const lastTry = { faultClass: 'TRANSIENT', message: 'node1: refused', at: new Date('2026-01-02T03:04:05.500Z') };
  const known = { name: 'node1', hostKeySha256: 'SHA256:abc' };
  const answer = { command: 'cat /proc/loadavg', answer: { exitCode: 0, stdout: '0.5', stderr: '' }, observedAt };

  const nowhere = { where: '10.0.0.1 port 22', endpoint: null, doubted: null, lastTry: null };

  function factsOf(contact: object, isAnswered: boolean, now = '2026-01-02T03:04:06Z') {
    const answers = new Map([['h1', new Map(isAnswered ? [[load.id, answer]] : [])]]);
    const hosts = new Map([['h1', { ...known, contact: { ...nowhere, ...contact } }]]);
    return storedFacts({ answers, hosts, now: new Date(now) });
  }

  it('was never looked at', () => {
    const facts = factsOf({}, false);
    expect(facts.unreached('h1')).toMatchObject({
      hostId: 'h1',
      name: 'node1',
      where: '10.0.0.1 port 22',
      lastTry: null,
    });
    expect(facts.read('h1', load)).toEqual({
      known: false,
      code: 'NOT_LOOKED_AT',
      reason: 'it has not been looked at yet',
    });
  });

  it('failed to answer since it last did; what it said then still counts for as long as it may', () => {
    const facts = factsOf({ lastTry }, true);
    expect(facts.unreached('h1')).toMatchObject({ lastTry });
    expect(facts.read('h1', load)).toMatchObject({ known: true });
    expect(factsOf({ lastTry }, true, '2026-01-02T04:00:00Z').read('h1', load)).toEqual({
      known: false,
      code: 'HOST_UNREACHED',
      reason: 'the last try to reach it failed, at 2026-01-02T03:04:05.500Z: node1: refused',
    });
  });

  it('is another host on the way to it, and that is the one to see to', () => {
    const failing = { hostId: 'h0', name: 'bastion', endpoint: { address: '10.0.0.9', port: 22 } };
    const unreached = factsOf({ lastTry, failing }, false).unreached('h1');
    if (unreached === undefined) throw new Error('it is reached');
    expect(reachAgain(unreached)).toMatchObject([
      { title: expect.stringMatching(/^See that bastion runs and serves SSH at 10\.0\.0\.9 port 22/), hostId: 'h0' },
      { mutation: 'updateHost' },
      { mutation: 'observeHosts', input: { hostIds: [toGlobalId('Host', 'h1')] } },
    ]);
  });

  it('is none where it answered after the try that failed, whoever forgot that one', () => {
    const facts = factsOf({ lastTry: { ...lastTry, at: new Date('2026-01-02T03:04:04Z') } }, true);
    expect(facts.unreached('h1')).toBeUndefined();
    expect(facts.read('h1', { ...load, id: 'test.other' })).toMatchObject({ reason: expect.stringMatching(/no look/) });
  });
});
