const { default: Sequencer } = require('@jest/test-sequencer');

// Longest first, as seen on two cores: a file that takes minutes must not begin when the others are done.
const longest = [
  'end-to-end/quickstart.test.ts',
  'steps/registry-loop.test.ts',
  'end-to-end/killed-server.test.ts',
  'end-to-end/one-cluster.test.ts',
  'steps/harness.test.ts',
  'end-to-end/interrupted-quickstart.test.ts',
  'end-to-end/external-storage.test.ts',
  'end-to-end/failed-setup.test.ts',
  'fake-fleet/cluster.test.ts',
  'cli/wait.test.ts',
  'fake-fleet/told-events.test.ts',
  'webhooks/killed-sender.test.ts',
  'engine/kill-at-failpoint.test.ts',
];

/** Begins with the files that take longest, whatever ran here before; the rest in Jest's own order. */
module.exports = class LongestFirst extends Sequencer {
  sort(tests) {
    const place = ({ path }) => longest.findIndex((name) => path.endsWith(name)) + 1 || longest.length + 1;
    return super.sort(tests).sort((one, other) => place(one) - place(other));
  }
};
