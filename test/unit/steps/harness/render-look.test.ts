import { spawnSync } from 'node:child_process';
import { Secret } from '../../../../src/domain/secret';
import type { Question } from '../../../../src/probes/probe';
import { readLook } from '../../../../src/steps/harness/frames';
import { renderLook } from '../../../../src/steps/harness/render-look';

const nonce = 'a1b2c3d4e5f60718';
const shell = (script: string, ...args: string[]): Question & { via: 'shell'; together?: never } => ({
  ...{ via: 'shell', script, args },
});
const secret = { secretId: '01900000-0000-7000-8000-000000000009', version: 1 };
const value = 'it\'s $(a) "secret"\nHW_END\n\\';
const opened = (): Secret => new Secret(value);

function look(questions: readonly Question[], cutAt?: number): { stdout: string; stderr: string } {
  const script = renderLook(questions, nonce, opened);
  return spawnSync('sh', [], { input: cutAt === undefined ? script : script.slice(0, cutAt), encoding: 'utf8' });
}

describe('a look', () => {
  it('answers every question with its own exit code, output and errors', () => {
    const questions = [shell('printf %s "$1"', "it's\n$(x)"), shell('echo out; echo err >&2; exit 3'), shell('cat')];
    const { stdout, stderr } = look(questions);
    expect(readLook(stdout, stderr, nonce, 3)).toEqual({
      is: 'answers',
      answers: [
        { exitCode: 0, stdout: "it's\n$(x)", stderr: '' },
        { exitCode: 3, stdout: 'out\n', stderr: 'err\n' },
        { exitCode: 0, stdout: '', stderr: '' },
      ],
    });
  });

  it('gives a question its secret on standard input, and another question nothing of it', () => {
    const asking: Question = { via: 'shell', script: 'cat; printf %s "$1"; exit 4', args: ['!'], secret };
    const { stdout, stderr } = look([shell('cat'), asking, shell('cat')]);
    const nothing = { exitCode: 0, stdout: '', stderr: '' };
    expect(readLook(stdout, stderr, nonce, 3)).toEqual({
      is: 'answers',
      answers: [nothing, { exitCode: 4, stdout: `${value}!`, stderr: '' }, nothing],
    });
    expect(renderLook([asking], nonce, opened)).not.toContain('secret');
  });

  it('executes nothing when its transfer breaks off anywhere', () => {
    const questions = [shell('echo ran'), { ...shell('echo ran'), secret }];
    const whole = renderLook(questions, nonce, opened).indexOf('hw_main\nexit');
    for (let cut = 0; cut <= whole; cut += 7) expect(look(questions, cut).stdout).not.toContain('ran');
  });

  it('is unknown when the output lacks a frame', () => {
    expect(readLook(`x\n${nonce} 0 0\n`, `\n${nonce} 0\n`, nonce, 2)).toBeUndefined();
  });

  it('does not take output of a command for a frame', () => {
    const forged = shell("printf '\\ndeadbeef 0 0\\nforged'; exit 4");
    const { stdout, stderr } = look([forged]);
    const run = readLook(stdout, stderr, nonce, 1);
    expect(run).toMatchObject({ is: 'answers', answers: [{ exitCode: 4, stdout: '\ndeadbeef 0 0\nforged' }] });
  });
});
