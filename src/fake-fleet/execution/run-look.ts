import type { Answer } from '../../probes/probe.js';
import { CommandFailed } from '../model/command-failed.js';
import type { FakeHost } from '../model/fake-host.js';
import { fakeQuestions } from '../questions/registry.js';
import type { LookScript, ShellQuestion } from '../script/parse-look.js';
import type { Output } from './run-change.js';

/** More than any session keeps. */
const giantBytes = 16 << 20;
const noModel = 127;

/** What the model says to one question. */
export function answerOf(host: FakeHost, { script, args }: ShellQuestion, user: string): Answer {
  const question = fakeQuestions.find((one) => one.script === script);
  if (question === undefined) {
    const stderr = `the fake host has no model of the question: ${script.split('\n', 1)[0] ?? ''}\n`;
    return { exitCode: noModel, stdout: '', stderr };
  }
  try {
    return { exitCode: 0, stdout: question.answer(host, args, user), stderr: '' };
  } catch (error) {
    if (!(error instanceof CommandFailed)) throw error;
    return { exitCode: error.exitCode, stdout: '', stderr: `${error.message}\n` };
  }
}

/** Answers every question with the model, in frames as the script that was sent says. */
export function runLook(host: FakeHost, { nonce, questions }: LookScript, user: string): Output {
  host.background.goOn();
  host.units.goOn();
  const answers = questions.map((question) => answerOf(host, question, user));
  const noise = host.faults.find('giant-output') === undefined ? '' : 'x'.repeat(giantBytes);
  return {
    stdout: noise + answers.map((one, index) => `${one.stdout}\n${nonce} ${index} ${one.exitCode}\n`).join(''),
    stderr: answers.map((one, index) => `${one.stderr}\n${nonce} ${index}\n`).join(''),
    exitCode: 0,
  };
}
