import { NextAnswer } from '../../../../src/commands/access/next-answer.js';

/** Questions as they are asked, each to be answered or failed by the test. */
class Asked {
  readonly open: {
    readonly key: string;
    readonly answer: (text: string) => void;
    readonly fail: (error: Error) => void;
  }[] = [];
  readonly callers = new NextAnswer<string>(
    (key) => new Promise((answer, fail) => this.open.push({ key, answer, fail })),
  );

  get keys(): readonly string[] {
    return this.open.map(({ key }) => key);
  }
}

/** Every promise that is settled by now has told those who wait for it. */
async function settled(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

describe('the next answer', () => {
  it('is asked for at once where nobody asks', async () => {
    const asked = new Asked();
    const answer = asked.callers.get('a');
    expect(asked.keys).toEqual(['a']);
    asked.open[0]?.answer('first');
    await expect(answer).resolves.toBe('first');
  });

  it('is shared by all who come while one is out, and asked for after they came', async () => {
    const asked = new Asked();
    const first = asked.callers.get('a');
    const later = [asked.callers.get('a'), asked.callers.get('a')];
    expect(asked.keys).toEqual(['a']);
    asked.open[0]?.answer('before');
    await settled();
    expect(asked.keys).toEqual(['a', 'a']);
    const last = asked.callers.get('a');
    asked.open[1]?.answer('after');
    await settled();
    expect(asked.keys).toEqual(['a', 'a', 'a']);
    asked.open[2]?.answer('last');
    await expect(Promise.all([first, ...later, last])).resolves.toEqual(['before', 'after', 'after', 'last']);
  });

  it('is another one for another key', () => {
    const asked = new Asked();
    void asked.callers.get('a');
    void asked.callers.get('b');
    expect(asked.keys).toEqual(['a', 'b']);
  });

  it('is asked for anew where the one before failed, and where nobody waited', async () => {
    const asked = new Asked();
    const failing = expect(asked.callers.get('a')).rejects.toThrow('away');
    const next = asked.callers.get('a');
    asked.open[0]?.fail(new Error('away'));
    await failing;
    await settled();
    asked.open[1]?.answer('back');
    await expect(next).resolves.toBe('back');
    void asked.callers.get('a');
    expect(asked.keys).toEqual(['a', 'a', 'a']);
  });

  it('does not wait for ever for one before it that never comes', async () => {
    const keys: string[] = [];
    const callers = new NextAnswer<string>((key) => {
      keys.push(key);
      return keys.length === 1 ? new Promise(() => undefined) : Promise.resolve('answer');
    }, 1);
    void callers.get('a');
    await expect(Promise.all([callers.get('a'), callers.get('a')])).resolves.toEqual(['answer', 'answer']);
    await expect(callers.get('a')).resolves.toBe('answer');
    expect(keys).toEqual(['a', 'a', 'a']);
  });
});
