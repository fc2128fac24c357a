import { spawnSync } from 'node:child_process';
import type { Answer, Question } from '../../../../src/probes/probe.js';
import { askTogether } from '../../../../src/steps/harness/ask-together.js';

const alone = (script: string, ...args: string[]): Question => ({ via: 'shell', script, args });
const together = (script: string, argument: string): Question => ({
  ...{ via: 'shell', script, args: [argument], together: true },
});

/** Says of each argument, the last one first, how long it is. */
const lengths = 'said=; for it do said="$it ${#it} long\n$said"; done; printf %s "$said"; echo heard >&2';

function answered({ asked, answers }: ReturnType<typeof askTogether>): readonly Answer[] {
  return answers(
    asked.map((question) => {
      if (question.via !== 'shell') throw new Error('only a shell is asked here');
      const { status, stdout, stderr } = spawnSync('sh', ['-c', question.script, 'sh', ...question.args], {
        encoding: 'utf8',
      });
      return { exitCode: status ?? 0, stdout, stderr };
    }),
  );
}

describe('questions that are asked together', () => {
  it('are one question of each script, in the place of the first, and leave others as they are', () => {
    const others = [alone('uname'), alone('uname'), alone(lengths, 'a')] as const;
    const given = [others[0], together('x', 'a'), others[1], together('y', 'c'), together('x', 'b'), others[2]];
    expect(askTogether(given).asked).toEqual([others[0], alone('x', 'a', 'b'), others[1], alone('y', 'c'), others[2]]);
  });

  it('are each answered as when asked alone, in whatever order the host says it', () => {
    const given = [together(lengths, 'bee'), alone('echo between'), together(lengths, 'a'), together(lengths, 'bee')];
    const each = given.flatMap((question) => answered(askTogether([question])));
    expect(each[0]).toEqual({ exitCode: 0, stdout: '3 long\n', stderr: 'heard\n' });
    expect(answered(askTogether(given))).toEqual(each);
  });

  it('fail together, and have no answer where the host says none', () => {
    const failing = 'echo "$1 free"; exit 3';
    expect(answered(askTogether([together(failing, 'a'), together(failing, 'b')]))).toEqual([
      { exitCode: 3, stdout: 'free\n', stderr: '' },
      { exitCode: 3, stdout: '', stderr: '' },
    ]);
  });
});
