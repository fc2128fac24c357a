import type { Answer, Question } from '../../probes/probe.js';

type ShellQuestion = Question & { readonly via: 'shell' };
type TogetherQuestion = ShellQuestion & { readonly together: true };

/** What is really asked, and how what is said to it answers each of the questions. */
interface Asking {
  readonly asked: readonly Question[];
  /** @param said one answer to each of `asked` */
  answers(said: readonly Answer[]): readonly Answer[];
}

/** Makes one of all questions of one script that are asked together, with the arguments of all, in the place of the first. */
export function askTogether(questions: readonly Question[]): Asking {
  const asked: Question[] = [];
  const placeOf = new Map<string, number>();
  const all = new Map<string, string[]>();
  const places = questions.map((question) => {
    if (!isTogether(question)) return asked.push(question) - 1;
    const { via, script, args } = question;
    const former = placeOf.get(script);
    if (former !== undefined) {
      all.get(script)?.push(...args);
      return former;
    }
    const together = [...args];
    all.set(script, together);
    const place = asked.push({ via, script, args: together }) - 1;
    placeOf.set(script, place);
    return place;
  });
  return { asked, answers: (said) => answersTo(questions, places, said) };
}

function isTogether(question: Question): question is TogetherQuestion {
  return question.via === 'shell' && question.together === true;
}

function answersTo(
  questions: readonly Question[],
  places: readonly number[],
  said: readonly Answer[],
): readonly Answer[] {
  const lines = new Map<Answer, ReadonlyMap<string, string>>();
  return questions.flatMap((question, index) => {
    const answer = said[places[index] ?? -1];
    if (answer === undefined) return [];
    if (!isTogether(question)) return [answer];
    const byArgument = lines.get(answer) ?? linesOf(answer.stdout);
    lines.set(answer, byArgument);
    return [{ ...answer, stdout: byArgument.get(question.args[0]) ?? '' }];
  });
}

/** What is said behind each argument, with the end of its line. */
function linesOf(stdout: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const line of stdout.split('\n')) {
    const space = line.indexOf(' ');
    if (space !== -1) found.set(line.slice(0, space), `${line.slice(space + 1)}\n`);
  }
  return found;
}
