import type { FakeHost } from '../../../src/fake-fleet/model/fake-host.js';
import { FleetWorld, quorumAddress } from './fleet-world.js';
import { foundKey, OfferedRemedies, offers, type Found } from './offered-remedies.js';

jest.setTimeout(120_000);

/** Of the third host, which is a machine like any other. */
const held = { address: quorumAddress, prefixLength: 16 };

let world: FleetWorld;
let remedies: OfferedRemedies;
let stranger: FakeHost;
beforeAll(async () => {
  world = await FleetWorld.open(3);
  stranger = world.fleet.server('node2').host;
  remedies = new OfferedRemedies(world, await world.declareCluster());
  await remedies.look();
});
afterAll(() => world.close());

/** What R-NET-7 finds. */
async function found(): Promise<readonly Found[]> {
  return (await remedies.found()).filter(({ rule }) => rule.id === 'R-NET-7');
}

/** Somebody answers for the quorum address, and is found by this code until he does not and what is offered was sent. */
async function expectEnded(code: string): Promise<void> {
  stranger.links.add('eth1', held);
  await remedies.look('manager');
  const taken = await found();
  expect(taken.map(foundKey)).toEqual([`R-NET-7 ${code}`]);
  expect(taken.every((one) => offers(one, 'observeHosts'))).toBe(true);
  await remedies.send('observeHosts', taken);
  expect((await found()).map(foundKey)).toEqual(taken.map(foundKey));
  stranger.links.remove('eth1', held);
  await remedies.send('observeHosts', taken);
  expect(await found()).toEqual([]);
}

describe('an address that another machine answers for is free again by the look that is offered, once that has it no more:', () => {
  it('before the manager binds it', () => expectEnded('ANSWERED_BY_ANOTHER'));

  it('while the manager holds it', async () => {
    await remedies.setUp();
    await expectEnded('ANSWERED_BY_ANOTHER_TOO');
  });
});
