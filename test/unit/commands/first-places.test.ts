import { FirstPlaces } from '../../../src/commands/first-places.js';

it('what an input has twice is told at the second place, with the first', () => {
  const told: string[] = [];
  const names = new FirstPlaces((path, message) => told.push(`${path.join('.')}: ${message}`));
  names.note('front', ['networks', 0, 'name'], 'taken');
  names.note('back', ['networks', 1, 'name'], 'taken');
  names.note('front', ['networks', 2, 'name'], 'taken');
  names.note('front', ['networks', 3, 'name'], 'taken');
  expect(told).toEqual([
    'networks.2.name: taken: first at networks.0.name',
    'networks.3.name: taken: first at networks.0.name',
  ]);
});
