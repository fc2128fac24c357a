import { generalLooks } from '../../../src/rules/general-looks.js';
import { looksNeeded } from '../../../src/rules/looks-needed.js';
import { dualCluster, natCluster, publicCluster, withFileServer, withLocalDatabase } from './clusters.js';

const values = [
  publicCluster(),
  dualCluster(),
  publicCluster(withFileServer),
  publicCluster(withLocalDatabase),
  natCluster(),
];
const ids = (via: 'ssh' | 'sql'): string[] => generalLooks[via].map(({ id }) => id);

describe('generalLooks', () => {
  it('lists every look of a rule that is the same for whatever value', () => {
    // A look with an argument that no value fills is one too, hence by id and not by the number of arguments.
    const perValue = values.map((spec) => new Set(looksNeeded(spec).map(({ probe }) => probe.id)));
    const withoutArguments = new Set(
      perValue.flatMap((set) => [...set].filter((id) => !id.includes(' ') || perValue.every((other) => other.has(id)))),
    );
    const listed = new Set([...ids('ssh'), ...ids('sql')]);
    expect([...withoutArguments].filter((id) => !listed.has(id))).toEqual([]);
    expect(withoutArguments.size).toBeGreaterThan(10);
  });

  it('asks each question once, and each by the way that it is listed under', () => {
    expect(new Set([...ids('ssh'), ...ids('sql')]).size).toBe(ids('ssh').length + ids('sql').length);
    expect(new Set(generalLooks.ssh.map(({ question }) => question.via))).toEqual(new Set(['shell']));
    expect(new Set(generalLooks.sql.map(({ question }) => question.via))).toEqual(new Set(['sql']));
  });

  it('begins with who the host is', () => {
    expect(generalLooks.ssh[0]?.id).toBe('system.machineIdentity');
  });
});
