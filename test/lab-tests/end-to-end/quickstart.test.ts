import { byItself, runQuickstart } from './run-quickstart.js';

jest.setTimeout(900_000);

/** What it shows besides the cluster itself, each as a line of its own and in this order. */
const shown = [
  /✓ a webhook, signed, tells at once what failed and where/,
  /✓ once that is mended a retry does what was missing, and the webhook tells that too/,
  /✓ a file server that is only looked at leaves a node out: the setup is refused, with rule, evidence and remedy as data\n.*→ R-STO-16, .*node3/,
  /✓ a webhook, its signature verified by the library "standardwebhooks", tells the same\n.*→ rule\.violated, R-STO-16/,
  /✓ after the remedy the setup does what was missing, and nothing on files\n.*manager2 UNCHANGED, node3 CHANGED/,
  /✓ of 1,000 events none is lost, at a receiver that fails half of the time and with a sender that is killed 20 times\n.*→ 1,000 accepted;.*; 20 kills by SIGKILL cut [1-9]\d* of/,
  /✓ every event has one webhook-id and one body at all tries, and every signature is genuine/,
];

/** What it shows on the hosts: once they are set up, after a reboot in order, and after a crash. */
const proved = [
  'quorum and service address are bound on the manager; nodes hold the service address without answering ARP',
  'the account has the same user and group on manager and nodes',
  'a file that the account writes on node1 is read on node2',
  'a lock held by node1 is refused to node2',
  'the account logs in to its database from node1 and to no other',
  'a client gets shop1.example from both nodes in turn through ',
  "node1 gets the client's SYN as it was sent and answers it from the service address",
  'no answer passes the manager',
  'no node answers ARP for ',
  'it is taken out, and nothing fails from then on',
];

describe('the quickstart', () => {
  it('sets up a cluster that holds through all that happens to it, loses no event, and leaves nothing behind', async () => {
    const { exitCode, said, left } = await runQuickstart(byItself, []);
    expect({ exitCode, left, said }).toEqual({
      exitCode: 0,
      left: [],
      said: expect.stringMatching(/everything held[^]*done: nothing is left behind$/),
    });
    const timesOf = (claim: string): number => said.split(claim).length - 1;
    expect(Object.fromEntries(proved.map((claim) => [claim, timesOf(claim)]))).toEqual(
      Object.fromEntries(proved.map((claim) => [claim, 3])),
    );
    const places = shown.map((line) => said.search(line));
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((one, other) => one - other));
  });
});
