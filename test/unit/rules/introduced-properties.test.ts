import fc from 'fast-check';
import { introduced } from '../../../src/rules/introduced.js';
import { judge } from '../../../src/rules/judge.js';
import type { Finding, Severity } from '../../../src/rules/rule.js';
import { subjectText } from '../../../src/rules/subject.js';
import { aFinding } from './a-finding.js';
import { dualCluster, publicCluster } from './clusters.js';
import { HostFacts, observedAt } from './host-facts.js';

const weights: Readonly<Record<Severity, number>> = { INFO: 0, WARNING: 1, ERROR: 2 };

/** Few of everything, so that findings of two values often meet. */
const finding = fc
  .record({
    ruleId: fc.constantFrom('R-X-1', 'R-X-2'),
    severity: fc.constantFrom('ERROR', 'WARNING', 'INFO'),
    verdict: fc.constantFrom('MET', 'VIOLATED', 'UNKNOWN', 'NOT_APPLICABLE'),
    messageCode: fc.constantFrom('BROKEN', 'MISSING'),
    id: fc.constantFrom('node1', 'node2'),
  })
  .map(({ id, ...more }) => aFinding({ ...more, subject: { kind: 'Host', id } }));
const findings = fc.array(finding, { maxLength: 12 });

function thing({ ruleId, subject, verdict, messageCode }: Finding): string {
  return [ruleId, subjectText(subject), verdict, messageCode].join(' ');
}

/** How many findings about the same thing are at least this bad. */
function asBad(all: readonly Finding[], one: Finding, severity: Severity): number {
  return all.filter((other) => thing(other) === thing(one) && weights[other.severity] >= weights[severity]).length;
}

function matters({ verdict, severity }: Finding): boolean {
  return severity !== 'INFO' && (verdict === 'VIOLATED' || verdict === 'UNKNOWN');
}

describe('what an edit is refused for', () => {
  it('is never anything of a value that stays as it is', () => {
    fc.assert(fc.property(findings, (all) => introduced(all, all).length === 0));
  });

  it('is never anything where the edit only takes away', () => {
    fc.assert(
      fc.property(
        findings.chain((all) => fc.tuple(fc.constant(all), fc.subarray(all))),
        ([accepted, edited]) => introduced(edited, accepted).length === 0,
      ),
    );
  });

  it('is all that can stand in the way of a value that follows none', () => {
    fc.assert(
      fc.property(findings, (all) => {
        expect(introduced(all, [])).toEqual(all.filter(matters));
      }),
    );
  });

  it('is something exactly where the edited value has more that is as bad', () => {
    fc.assert(
      fc.property(findings, findings, (edited, accepted) => {
        const refusing = introduced(edited, accepted);
        for (const one of edited.filter(matters)) {
          for (const severity of ['WARNING', 'ERROR'] as const) {
            const more = asBad(edited, one, severity) - asBad(accepted, one, severity);
            const refused = asBad(refusing, one, 'WARNING');
            if (more > 0) expect(refused).toBeGreaterThan(0);
          }
          const worse = (['WARNING', 'ERROR'] as const).some(
            (severity) => asBad(edited, one, severity) > asBad(accepted, one, severity),
          );
          if (!worse) expect(asBad(refusing, one, 'WARNING')).toBe(0);
        }
      }),
    );
  });

  it('does not depend on the order of the findings', () => {
    const counted = (all: readonly Finding[]): readonly string[] => all.map(thing).toSorted();
    fc.assert(
      fc.property(findings, findings, (edited, accepted) => {
        expect(counted(introduced(edited.toReversed(), accepted.toReversed()))).toEqual(
          counted(introduced(edited, accepted)),
        );
      }),
    );
  });
});

type Spec = ReturnType<typeof publicCluster>;
const facts = new HostFacts().at(observedAt);

/** Edits of real values; whatever they break, doing nothing more or undoing them is not refused. */
const edits: readonly ((spec: Spec) => void)[] = [
  ({ core }) => {
    core.quorumAddress = null;
  },
  ({ core }) => {
    core.members = core.members.filter(({ role }) => role !== 'NODE');
  },
  ({ core }) => {
    core.members = core.members.map((member) => ({ ...member, addresses: member.addresses.slice(0, 1) }));
  },
  ({ core }) => {
    core.networks = core.networks.map((network) => ({ ...network, kind: 'PRIVATE' }));
  },
  ({ core }) => {
    core.databaseServers = [];
  },
  ({ core }) => {
    core.topology = 'PRIVATE_NAT';
  },
];

function of(chosen: readonly number[], dual: boolean): readonly Finding[] {
  const cluster = dual ? dualCluster : publicCluster;
  const spec = cluster((value) => {
    for (const index of chosen) edits[index]?.(value);
  });
  return judge(spec, facts, ['declared', 'before'], { draft: false });
}

const chosen = fc.uniqueArray(fc.nat({ max: edits.length - 1 }), { maxLength: 3 });

describe('what an edit of a cluster is refused for', () => {
  it('is nothing that was wrong before it', () => {
    fc.assert(
      fc.property(chosen, chosen, fc.boolean(), (before, after, dual) => {
        const [accepted, edited] = [of(before, dual), of(after, dual)];
        const had = new Map(accepted.filter(matters).map((one) => [`${one.moment} ${thing(one)}`, one]));
        for (const one of introduced(edited, accepted)) {
          const old = had.get(`${one.moment} ${thing(one)}`);
          const asMany =
            edited.filter((other) => other.moment === one.moment && thing(other) === thing(one)).length <=
            accepted.filter((other) => other.moment === one.moment && thing(other) === thing(one)).length;
          const isAsBad =
            old !== undefined &&
            (weights[old.severity] > weights[one.severity] ||
              (old.severity === one.severity && (old.extent ?? 0) >= (one.extent ?? 0)));
          expect(asMany && isAsBad).toBe(false);
        }
        expect(introduced(accepted, accepted)).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });
});
