import { limits } from './limits.js';

/** Connections that Aurora PostgreSQL takes by default, by most capacity in units: the next lower line counts. */
const byMostCapacity: readonly (readonly [capacity: number, connections: number])[] = [
  [32, 5_000],
  [16, 3_360],
  [8, 1_669],
  [4, 823],
  [1, 189],
];
/** With the least capacity below one unit. */
const mostOfSmall = 2_000;
/** Kept for people and for the service itself. */
const kept = 20;

/** Connections that all functions together may hold, each at most as often as its limit says. */
export function connectionsWanted(): number {
  return Object.values(limits).reduce((sum, { atOnce, connections }) => sum + atOnce * connections, 0);
}

/** @throws Error that says how much capacity would do, where functions could ask for more connections than the database takes */
export function assertConnectionsFit({ minCapacity, maxCapacity }: { minCapacity: number; maxCapacity: number }): void {
  const wanted = connectionsWanted() + kept;
  const offered = (most: number, connections: number): boolean =>
    wanted <= Math.min(connections, minCapacity < 1 ? mostOfSmall : Infinity) && most <= maxCapacity;
  if (byMostCapacity.some(([most, connections]) => offered(most, connections))) return;
  const enough = byMostCapacity.findLast(([, connections]) => wanted <= connections);
  throw new Error(
    `maxCapacity: with ${maxCapacity} units the database takes fewer than the ${wanted} connections that functions may hold; ` +
      `give ${enough === undefined ? 'functions lower limits' : `at least ${enough[0]}`}.`,
  );
}
