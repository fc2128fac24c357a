import { addressClaim } from '../../../../src/probes/network/address-claim.js';
import type { HarnessHosts } from './harness-hosts.js';

function lastBytes(first: number, count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => first + index);
}

const held = lastBytes(100, 50);
const free = [...lastBytes(20, 80), ...lastBytes(150, 50), ...lastBytes(205, 50)];

/** More addresses than a host can ask for one after the other within the limit of a look. */
export function manyAddresses(hosts: HarnessHosts): void {
  const inPublic = (last: number): string => `${hosts.lab.publicNetwork.replace('.0/24', '')}.${last}`;
  const byHand = (script: string): Promise<string> => hosts.cluster.byHand('manager', script);
  const onLink = (verb: 'add' | 'del'): Promise<string> =>
    byHand(held.map((last) => `ip address ${verb} ${inPublic(last)}/32 dev eth0`).join('\n'));

  describe('a manager with many addresses', () => {
    beforeAll(() => onLink('add'));
    afterAll(() => onLink('del'));

    it('is asked for all of them in one look, and tells of each what it is', async () => {
      const probes = [...held, ...free].map((last) => addressClaim(inPublic(last)));
      const session = hosts.cluster.sshSession('manager');
      const run = await session.look(probes.map(({ question }) => question));
      if (run.is !== 'answers') throw new Error('the host is busy');
      const found = run.answers.map((answer, index) => probes[index]?.parse(answer));
      const wanted = (is: 'held' | 'free', { length }: readonly number[]): readonly unknown[] =>
        Array.from({ length }, () => ({ known: true, value: { is } }));
      expect(found).toEqual([...wanted('held', held), ...wanted('free', free)]);
      expect(session.roundTrips).toBe(1);
    });

    it('tells the same where it has no Perl', async () => {
      const { question } = addressClaim('');
      if (question.via !== 'shell') throw new Error('it is asked by a shell');
      const all = [...held, ...free].map(inPublic);
      const said = await byHand(`set -- ${all.join(' ')}\ncommand() { return 127; }\n${question.script}`);
      const lines = [...held.map((last) => `${inPublic(last)} held`), ...free.map((last) => `${inPublic(last)} free`)];
      expect(said.split('\n').toSorted()).toEqual(lines.toSorted());
    });
  });
}
