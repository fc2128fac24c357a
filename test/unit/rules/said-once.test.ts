import { saidOnce } from '../../../src/rules/said-once.js';

describe('a message', () => {
  it.each([
    ['Besides balancing, manager manager does: web.', 'Besides balancing, manager does: web.'],
    ['Manager manager exports /chroot to node node.', 'Manager exports /chroot to node.'],
  ])('names a host once that is called what it is: %s', (message, said) => {
    expect(saidOnce(message)).toBe(said);
  });

  it.each(['Node node-2 is slow.', 'Manager manager2 is slow.', 'Node manager is slow.'])(
    'stays as it is: %s',
    (message) => {
      expect(saidOnce(message)).toBe(message);
    },
  );
});
