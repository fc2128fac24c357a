import { raisedFence } from '../../../src/moving/raised-fence.js';

it.each([0n, 1n, 4_294_967_295n, 4_294_967_296n, 9_000_000_000_000n])('is far above whatever %s grows to', (fence) => {
  const raised = raisedFence(fence);
  expect(raised).toBeGreaterThan(fence);
  // The old installation stays in its epoch, whatever it still gives out.
  expect(raised % 2n ** 32n).toBe(0n);
  expect(raised).toBeLessThanOrEqual(BigInt(Number.MAX_SAFE_INTEGER));
});
