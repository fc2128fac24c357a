import { tableOrder } from '../../../src/moving/table-order.js';

const reference = (from: string, to: string): { constraint: string; from: string; to: string } => ({
  ...{ constraint: `${from}_${to}`, from, to },
});

it('puts every table behind those that its rows name', () => {
  const references = [reference('step', 'task'), reference('task', 'operation'), reference('operation', 'tenant')];
  expect(tableOrder(['operation', 'step', 'task', 'tenant'], references)).toEqual({
    tables: ['tenant', 'operation', 'task', 'step'],
    late: [],
  });
});

it('leaves rows that name others of their own table, and circles, for later', () => {
  const self = reference('host', 'host');
  const lease = reference('host', 'task');
  const { tables, late } = tableOrder(['host', 'task'], [self, lease, reference('task', 'host')]);
  expect([...tables].sort()).toEqual(['host', 'task']);
  expect(late).toContain(self);
  expect(late).toHaveLength(2);
});
