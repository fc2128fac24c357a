import { databaseContent } from '../../../../src/probes/database/database-content.js';
import { expectKnown, expectUnknown, failingQueries, printed } from '../failing-answers.js';
import absent from '../fixtures/database-content/absent.json';
import empty from '../fixtures/database-content/empty.json';
import holdsData from '../fixtures/database-content/holds-data.json';

const probe = databaseContent('shop_data');

describe('databaseContent', () => {
  it('tells no database, an empty one, and one with something in it', () => {
    expectKnown(probe, absent, 'ABSENT');
    expectKnown(probe, empty, 'EMPTY');
    expectKnown(probe, holdsData, 'HOLDS_DATA');
  });

  it('puts the name into the parameters, never into the statement', () => {
    expect(databaseContent("x'; DROP DATABASE y").question).toMatchObject({
      statement: expect.not.stringContaining('DROP'),
      params: ["x'; DROP DATABASE y", "x'; DROP DATABASE y", "x'; DROP DATABASE y"],
    });
  });

  it.each([...failingQueries, ['answers without a row', printed('[]'), 'the output ✖ '] as const])(
    'is unknown when the server %s',
    (_, answer, reason) => expectUnknown(probe, answer, reason),
  );
});
