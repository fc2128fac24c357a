import { fromGlobalId, toGlobalId } from '../../../src/domain/ids.js';
import { whyNoId } from '../../../src/domain/no-id.js';

const host = { kind: 'Host', id: '01900000-0000-7000-8000-000000000001' } as const;
const spelled = toGlobalId(host.kind, host.id);

describe('a global id', () => {
  it('names its resource', () => {
    expect(fromGlobalId(spelled)).toEqual(host);
  });

  it('has one spelling', () => {
    const sameBits = spelled.replace(/.$/, (last) => String.fromCharCode(last.charCodeAt(0) + 1));
    for (const other of [sameBits, `${spelled}=`]) {
      expect(Buffer.from(other, 'base64url')).toEqual(Buffer.from(spelled, 'base64url'));
      expect(fromGlobalId(other)).toBeUndefined();
    }
  });

  it.each(['', 'nonsense', Buffer.from('Planet:1').toString('base64url')])('is not %j', (text) => {
    expect(fromGlobalId(text)).toBeUndefined();
  });
});

describe('what is no id of a host', () => {
  it('is told from an id of one by how ids look, and from that of something else by what it is of', () => {
    expect(whyNoId('Host', spelled)).toBeUndefined();
    expect(whyNoId('Cluster', spelled)).toBe(
      'This is the id of a resource of kind Host; give that of a resource of kind Cluster.',
    );
    for (const text of ['node1', toGlobalId('Host', 'node1')]) {
      const [, example = ''] =
        /^This is no id .* of kind Host\. .* look like (\S+)\.$/.exec(whyNoId('Host', text) ?? '') ?? [];
      expect(fromGlobalId(example)?.kind).toBe('Host');
    }
  });
});
