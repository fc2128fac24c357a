import { databaseMarks } from '../../../../src/probes/database/database-marks.js';
import { expectKnown, expectUnknown, failingQueries } from '../failing-answers.js';
import noDatabase from '../fixtures/database-marks/no-database.json';
import noTable from '../fixtures/database-marks/no-table.json';
import none from '../fixtures/database-marks/none.json';
import two from '../fixtures/database-marks/two.json';

describe('databaseMarks', () => {
  it('reads for which account a database and its user were made, and which were kept', () => {
    expectKnown(databaseMarks('old_shop', 'shop'), two, [
      { database: 'shop', user: 'shop', accountId: '01900000-0000-7000-8000-0000000000a1' },
      { database: 'old_shop', user: null, accountId: '01900000-0000-7000-8000-0000000000a2' },
    ]);
  });

  it.each([none, noTable, noDatabase])('reads that there is none, also before our first change: %j', (answer) =>
    expectKnown(databaseMarks('shop', 'shop'), answer, []),
  );

  it.each(failingQueries)('is unknown when the server %s', (_, answer, reason) =>
    expectUnknown(databaseMarks('shop', 'shop'), answer, reason),
  );
});
