import type { Export } from '../../../../src/probes/storage/nfs-exports.js';
import { judgeAdmission, type Admission } from '../../../../src/rules/storage/judge-admission.js';

const good = ['sync', 'rw', 'no_root_squash'];
const readOnly = ['sync', 'ro', 'no_root_squash'];
const names = ['node1.example.com', 'node1'];

function to(client: string, options: readonly string[] = good, path = '/data/home'): Export {
  return { path, client, options };
}

function judge(exports: readonly Export[], known: readonly string[] | undefined = names): Admission {
  return judgeAdmission(exports, '/data/home', 'node1', ['10.0.0.12'], known);
}

const admitted: Admission = { is: 'admitted' };
const withoutRw: Admission = { is: 'crippled', missing: ['rw'] };
const meaning = (entry: string): Admission => ({
  is: 'undecided',
  openIs: {
    code: 'EXPORT_UNDECIDED',
    text: `whether ${entry} in its exports means node1`,
    parameters: { entry, client: 'node1' },
  },
});

describe('judgeAdmission', () => {
  it.each([
    ['a host before its network', [to('10.0.0.0/24', readOnly), to('10.0.0.12')], admitted],
    ['a host before its network, to its cost', [to('10.0.0.0/24'), to('10.0.0.12', readOnly)], withoutRw],
    ['a name before its network', [to('10.0.0.0/24'), to('node1.example.com', readOnly)], withoutRw],
    ['a network before a pattern', [to('*.example.com', readOnly), to('10.0.0.0/24')], admitted],
    ['a pattern before everybody', [to('*', readOnly), to('*.example.com')], admitted],
    ['of two networks the first', [to('10.0.0.0/16', readOnly), to('10.0.0.0/24')], withoutRw],
  ])('takes %s', (_, exports, admission) => expect(judge(exports)).toEqual(admission));

  it('says of an export that takes the rights of everybody what it lacks, whatever it says of root', () => {
    // `exportfs -s` of nfs-utils 2.6.2 of Debian 12 for (rw,no_root_squash,all_squash,anonuid=1024,anongid=100), which is usual on appliances.
    const squashed = 'sync,wdelay,hide,no_subtree_check,anonuid=1024,anongid=100,sec=sys,rw,no_root_squash,all_squash';
    expect(judge([to('10.0.0.12', squashed.split(','))])).toEqual({ is: 'crippled', missing: ['no_all_squash'] });
    const all: Admission = { is: 'crippled', missing: ['rw', 'no_root_squash', 'no_all_squash'] };
    expect(judge([to('10.0.0.12', ['ro', 'root_squash', 'all_squash'])])).toEqual(all);
  });

  it('leaves open what a netgroup would change, and nothing else', () => {
    expect(judge([to('*'), to('@web', readOnly)])).toEqual(meaning('@web'));
    expect(judge([to('*'), to('@web')])).toEqual(admitted);
    expect(judge([to('10.0.0.12'), to('@web', readOnly)])).toEqual(admitted);
    expect(judge([to('10.0.0.12', readOnly), to('@web')])).toEqual(withoutRw);
  });

  it('leaves names open while those of the address are not known', () => {
    const exports = [to('node1', readOnly), to('10.0.0.0/24')];
    expect(judgeAdmission(exports, '/data/home', 'node1', ['10.0.0.12'])).toEqual(meaning('node1'));
  });

  it('goes up to what holds the path, where that is exported to nobody who is meant', () => {
    const above = to('10.0.0.0/24', good, '/data');
    const onOne: Admission = {
      is: 'undecided',
      openIs: {
        code: 'FILE_SYSTEM_UNSEEN',
        text: 'whether /data/home is on the file system of /data, which it exports to node1',
        parameters: { path: '/data/home', exported: '/data', client: 'node1' },
      },
    };
    expect(judge([above])).toEqual(onOne);
    expect(judge([to('10.0.0.99'), above])).toEqual(onOne);
    expect(judge([to('10.0.0.0/24', [...good, 'crossmnt'], '/data')])).toEqual(admitted);
    expect(judge([to('*', readOnly, '/')])).toEqual(withoutRw);
  });

  it('takes the longest path, whatever those above it offer', () => {
    expect(judge([to('10.0.0.12', good, '/data'), to('*', readOnly)])).toEqual(withoutRw);
  });

  it('refuses where nothing that holds the path is exported to the client', () => {
    expect(judge([to('*', good, '/data/homes'), to('*', good, '/dat'), to('10.0.0.99')])).toEqual({ is: 'refused' });
  });
});
