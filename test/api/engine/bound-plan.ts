import { bindPlan } from '../../../src/plan/bind-plan.js';
import { decidePlan } from '../../../src/plan/decide-plan.js';
import { planFacts } from '../../../src/plan/plan-facts.js';
import type { StoredAnswer } from '../../../src/probes/stored-answer.js';
import type { Plan } from '../../../src/plan/plan.js';
import { describeQuestion, type Probe } from '../../../src/probes/probe.js';
import { stepOfKind } from '../../../src/steps/registry.js';
import type { EngineWorld } from './engine-world.js';

/** A plan that is carried out only as it is decided by what its hosts show now. */
export async function boundPlan(world: EngineWorld, plan: Plan): Promise<Plan> {
  const answers = new Map<string, Map<string, StoredAnswer>>();
  const observedAt = new Date();
  for (const { hostId, steps } of plan.tasks) {
    const probes = steps.flatMap(({ kind, units }) =>
      units.flatMap(({ input }): readonly Probe<unknown>[] => stepOfKind(kind)?.unit(input).probes ?? []),
    );
    const look = await world
      .host(hostId)
      .session()
      .look(probes.map(({ question }) => question));
    if (look.is !== 'answers') throw new Error(`the host is ${look.is}`);
    const ofHost = answers.get(hostId) ?? new Map<string, StoredAnswer>();
    probes.forEach(({ id, question }, index) => {
      const answer = look.answers[index];
      if (answer !== undefined) ofHost.set(id, { answer, observedAt, command: describeQuestion(question) });
    });
    answers.set(hostId, ofHost);
  }
  return bindPlan(decidePlan(plan, [], planFacts(answers, observedAt)));
}
