import { randomUUID } from 'node:crypto';
import { toGlobalId } from '../../../src/domain/ids.js';
import { seenElsewhere } from '../../../src/domain/seen-elsewhere.js';
import { waysOutOfTrouble } from '../../../src/engine/ways-out-of-trouble.js';
import { conclude } from '../../../src/steps/harness/conclude.js';
import { conflict } from '../../../src/steps/decision.js';
import { deciding } from '../../unit/steps/harness/visit-units.js';
import { EngineWorld } from './engine-world.js';
import { planOf } from './planned.js';

let world: EngineWorld;
beforeAll(async () => {
  world = await EngineWorld.open();
  await world.found();
});
afterAll(() => world.end());

it('a user whom a MySQL server sees come from elsewhere is not mended on that server, and tried again last', async () => {
  const unit = deciding('database.account', [], conflict(seenElsewhere('bakery', '10.77.0.11'), 'declared are others'));
  const concluded = conclude(unit, new Map());
  const message = concluded.is === 'reported' ? concluded.report.summary : '';
  const operation = await world.accept(planOf());
  const failed = { hostId: randomUUID(), kind: 'database.account', key: 'bakery', message };
  expect(await waysOutOfTrouble(world.database, world.tenantId, operation, failed)).toEqual({
    remedies: [
      {
        title:
          'Have the server see declared addresses where it sees 10.77.0.11 now, by one of the ways that the message tells of',
        ...{ mutation: null, input: null, command: null, hostId: null },
      },
      {
        title: 'Then do again what was left undone, unless applyCluster did',
        mutation: 'retryOperation',
        input: { operationId: toGlobalId('Operation', operation) },
        ...{ command: null, hostId: null },
      },
    ],
  });
});
