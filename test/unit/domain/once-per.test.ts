import { oncePer } from '../../../src/domain/once-per.js';

describe('oncePer', () => {
  it('asks once for each value, and again for one that only looks the same', () => {
    const asked: object[] = [];
    const ask = oncePer((value: { readonly name: string }) => {
      asked.push(value);
      return { greeting: `hello ${value.name}` };
    });
    const [one, twin] = [{ name: 'a' }, { name: 'a' }];
    const first = ask(one);
    expect(ask(one)).toBe(first);
    expect(ask(twin)).not.toBe(first);
    expect(ask(twin)).toEqual({ greeting: 'hello a' });
    expect(asked).toEqual([one, twin]);
    expect(asked[1]).toBe(twin);
  });
});
