import { namedSubjects } from '../../../src/rules/named-subjects.js';
import { unknownAcknowledgements } from '../../../src/rules/unknown-acknowledgements.js';
import { aFinding } from './a-finding.js';
import { hostNames, managerId, publicCluster } from './clusters.js';

const subjects = namedSubjects(publicCluster(), { hostName: (id) => hostNames.get(id) ?? id });
const warning = aFinding({ ruleId: 'R-RES-1', severity: 'WARNING', subjectName: 'manager' });

function said(rule: string, subject: string, findings = [warning]): readonly string[] {
  return unknownAcknowledgements([{ rule, subject }], subjects, findings).map(({ message }) => message);
}

describe('an acknowledgement of what there is not', () => {
  it('is told for a rule, with what there is to acknowledge', () => {
    const message = 'there is no rule R-NET-99; warnings now: R-RES-1 of "Host manager" (requirementRules lists all rules)'; // prettier-ignore
    expect(said('R-NET-99', 'Host manager')).toEqual([message]);
    expect(said('r-res-1', 'Host manager', [])).toEqual([
      expect.stringContaining('did you mean R-RES-1? nothing warns now'),
    ]);
  });

  it('is told for a subject, with those of its kind that there are', () => {
    expect(said('R-RES-1', 'Host managr')).toEqual([
      'there is no Host managr here; did you mean "Host manager"? there is "Host manager", "Host node1", "Host node2", "Host db1"',
    ]);
    expect(said('R-NET-1', 'Network front')).toEqual(['there is no Network front here; there is "Network public"']);
    expect(said('R-NET-1', 'node1')).toEqual([
      'there is no node1 here; did you mean "Host node1"? warnings now: R-RES-1 of "Host manager"',
    ]);
  });

  it('is told for a subject without its kind, or with a misspelt one, with what may be meant', () => {
    expect(said('R-RES-1', 'Hsot node1', [])).toEqual([
      'there is no Hsot node1 here; did you mean "Host node1"? nothing warns now',
    ]);
    expect(said('R-NET-1', 'publc', [])).toEqual([
      'there is no publc here; did you mean "Network public"? nothing warns now',
    ]);
    expect(said('R-NET-1', 'somewhere else', [])).toEqual(['there is no somewhere else here; nothing warns now']);
  });

  it('is compared with what there is for the first ten of them', () => {
    const given = Array.from({ length: 30 }, (_, at) => ({ rule: 'R-RES-1', subject: `Host nde${at}` }));
    const messages = unknownAcknowledgements(given, subjects, []).map(({ message }) => message);
    expect(messages).toHaveLength(30);
    expect(messages.filter((message) => message.includes('did you mean "Host node'))).toHaveLength(10);
  });

  it('is told with its place', () => {
    const given = [
      { rule: 'R-RES-1', subject: 'Host node1' },
      { rule: 'R-RES-1', subject: 'Host nobody' },
      { rule: 'R-NET-99', subject: 'Host node1' },
    ];
    expect(unknownAcknowledgements(given, subjects, [])).toMatchObject([
      { index: 1, part: 'subject' },
      { index: 2, part: 'rule' },
    ]);
  });
});

it.each([
  ['by name', 'Host node1'],
  ['by id', `Host ${managerId}`],
  ['of the cluster', 'Cluster shop'],
  ['of an address', 'Address 9.9.9.11'],
  ['of ports of an address', 'Address 9.9.9.11:80, 443/udp'],
])('a subject that nothing warns of now stays accepted: %s', (_what, subject) => {
  expect(said('R-NET-5', subject, [])).toEqual([]);
});

it('a subject of a finding is accepted, whatever it is', () => {
  const odd = aFinding({ subject: { kind: 'Address', id: '1.2.3.4' }, subjectName: '1.2.3.4', severity: 'INFO' });
  expect(said('R-NET-5', 'Address 1.2.3.4', [odd])).toEqual([]);
});
