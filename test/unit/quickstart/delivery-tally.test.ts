import { DeliveryTally } from '../../../quickstart/delivery-tally.js';

let tally: DeliveryTally;

beforeEach(() => {
  tally = new DeliveryTally();
  tally.note('one', 'body of one', true, 'ANSWERED_500');
  tally.note('one', 'body of one', true, 'ACCEPTED');
  tally.note('two', 'body of two', true, 'RESET');
  tally.note('two', 'body of two', true, 'ACCEPTED');
  tally.note('two', 'body of two', true, 'ACCEPTED');
});

it('counts requests, messages that were accepted, and those that were accepted again', () => {
  const { requests, accepted, duplicates } = tally;
  expect({ requests, accepted, duplicates, reset: tally.treated('RESET'), stalled: tally.treated('STALLED') }).toEqual({
    ...{ requests: 5, accepted: 2, duplicates: 1, reset: 1, stalled: 0 },
  });
});

it('has nothing to say where each message was accepted under its id, with one body and signed', () => {
  expect(tally.troubles(['one', 'two'])).toEqual([]);
});

it('names a message that never came, and one that was never accepted', () => {
  tally.note('three', 'body of three', true, 'STALLED');
  expect(tally.troubles(['one', 'two', 'three', 'four'])).toEqual([
    'three was never accepted',
    'four was never accepted',
  ]);
});

it('names a message that nobody sent', () => {
  expect(tally.troubles(['one'])).toEqual(['two is of no event']);
});

it('names a message with two bodies, and one with a wrong signature', () => {
  tally.note('one', 'another body', true, 'ACCEPTED');
  tally.note('two', 'body of two', false, 'RESET');
  expect(tally.troubles(['one', 'two'])).toEqual(['one came with different bodies', 'two came with a wrong signature']);
});
