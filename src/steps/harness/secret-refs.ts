import type { Secret, SecretRef } from '../../domain/secret.js';
import type { Question } from '../../probes/probe.js';
import type { Change } from '../change.js';

function inChange(change: Change): readonly SecretRef[] {
  if (change.do === 'run') return typeof change.stdin === 'object' ? [change.stdin.secret] : [];
  if (change.do === 'writeFile') return typeof change.content === 'object' ? [change.content.secret] : [];
  if (change.do === 'sql') return change.params.flatMap((param) => (typeof param === 'object' ? [param.secret] : []));
  return [];
}

export function secretsOfChanges(changes: readonly Change[]): readonly SecretRef[] {
  return changes.flatMap(inChange);
}

function inQuestion(question: Question): readonly SecretRef[] {
  if (question.via === 'sqlLogin') return [question.password];
  return question.via === 'shell' && question.secret !== undefined ? [question.secret] : [];
}

export function secretsOfQuestions(questions: readonly Question[]): readonly SecretRef[] {
  return questions.flatMap(inQuestion);
}

/** Secrets of one session: each opened once, found again by reference, and known by value for redaction. */
export class OpenSecrets {
  private readonly opened = new Map<string, Secret>();

  constructor(private readonly open: (ref: SecretRef) => Promise<Secret>) {}

  async ensure(refs: readonly SecretRef[]): Promise<void> {
    for (const ref of refs) {
      const name = `${ref.secretId}/${ref.version}`;
      if (!this.opened.has(name)) this.opened.set(name, await this.open(ref));
    }
  }

  get(ref: SecretRef): Secret {
    const secret = this.opened.get(`${ref.secretId}/${ref.version}`);
    if (secret === undefined) throw new Error(`secret ${ref.secretId} was not opened before it was used`);
    return secret;
  }

  values(): readonly Secret[] {
    return [...this.opened.values()];
  }
}
