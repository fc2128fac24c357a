import { dataDirectory } from '../../../../src/probes/database/data-directory.js';
import { expectKnown, expectUnknown, failingQueries, printed } from '../failing-answers.js';
import debian from '../fixtures/data-directory/debian.json';

describe('dataDirectory', () => {
  it('reads the path without a slash at the end', () => {
    expectKnown(dataDirectory(), debian, '/var/lib/mysql');
    expectKnown(dataDirectory(), printed('[{"data_directory":"/"}]'), '/');
  });

  it.each([...failingQueries, ['answers with no row', printed('[]'), 'named no data directory'] as const])(
    'is unknown when the server %s',
    (_, answer, reason) => expectUnknown(dataDirectory(), answer, reason),
  );
});
