import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { ruleSets, type RuleSet } from '../../../src/domain/spec.js';
import { ApiWorld, newKey, type Tenant } from './api-world.js';

let world: ApiWorld;
let tenant: Tenant;
beforeAll(async () => {
  world = await ApiWorld.open();
  tenant = await world.tenant();
});
afterAll(() => world.end());

const text = z.string().min(1);
const rule = z.object({
  ...{ id: text, title: text, law: text, severity: text, source: text, moments: z.array(text) },
  failsOperations: z.boolean(),
});
type Rule = z.infer<typeof rule>;

async function rulesIn(argument: string): Promise<readonly Rule[]> {
  const query = `{ requirementRules${argument} { id title law severity source moments failsOperations } }`;
  return z.array(rule).parse((await world.ask(tenant.viewer, query)).at('requirementRules'));
}

const severityText =
  /^(ERROR|WARNING|INFO), [^;]+?(?:, in rule set BASE; (ERROR|WARNING|INFO), [^;]+, in rule set INTERWORX_8)?$/;

/** What docs/rules.md says of each rule. */
function published(ruleSet: RuleSet): readonly Rule[] {
  const document = readFileSync(join(__dirname, '..', '..', '..', 'docs', 'rules.md'), 'utf8');
  const [, ...sections] = document.split(/^## /m);
  return sections.map((section) => {
    const [, id, title, law, severity = '', moments = '', source] =
      /^(\S+): (.+)\n\n(.+)\n\n- Severity: (.+)\n- Judged: (.+)\n- Source: (.+)\n/.exec(section) ?? [];
    const [, base, interworx = base] = severityText.exec(severity) ?? [];
    const severities: Readonly<Record<RuleSet, string | undefined>> = { BASE: base, INTERWORX_8: interworx };
    const judged = moments.split(', ');
    const failsOperations = judged.includes('after') && !section.includes('\n- No operation fails for it.\n');
    return rule.parse({ id, title, law, severity: severities[ruleSet], source, moments: judged, failsOperations });
  });
}

test.each(ruleSets)(
  'requirementRules are those of docs/rules.md, in their order, with the severities of %s',
  async (ruleSet) => {
    const rules = await rulesIn(`(ruleSet: ${ruleSet})`);
    expect(rules.length).toBeGreaterThan(100);
    expect(rules).toEqual(published(ruleSet));
  },
);

test('requirementRules has the severities of BASE unless another rule set is asked for, which differs in one', async () => {
  const base = await rulesIn('');
  expect(base).toEqual(await rulesIn('(ruleSet: BASE)'));
  const other = await rulesIn('(ruleSet: INTERWORX_8)');
  const differing = other.filter((one, index) => JSON.stringify(one) !== JSON.stringify(base[index]));
  const before = base.find(({ id }) => id === 'R-NET-NAT-7');
  expect(before?.severity).toBe('WARNING');
  expect(differing).toEqual([{ ...before, severity: 'ERROR' }]);
  const wrong = await world.ask(tenant.viewer, '{ requirementRules(ruleSet: OTHER) { id } }');
  expect(wrong.errorCodes).toEqual(['GRAPHQL_VALIDATION_FAILED']);
});

test('the severity that a rule set gives is what a cluster under it is refused with', async () => {
  const nat = { mode: 'PORT_FORWARDING', publicAddresses: ['9.9.9.9'], forwardTarget: '10.0.0.100' };
  const acknowledge = [{ rule: 'R-NET-NAT-7', subject: 'Cluster behind' }];
  const create = async (more: object): Promise<unknown> => {
    const input = { name: 'behind', topology: 'PRIVATE_NAT', nat, ...more, validateOnly: true, ...newKey() };
    const answer = await world.mutate(tenant.operator, 'createCluster', input, 'plan { hash }');
    return answer.at('createCluster.userErrors');
  };
  const refusal = (severity: string): readonly unknown[] => [
    expect.objectContaining({ rule: { id: 'R-NET-NAT-7' }, severity, field: ['nat', 'mode'] }),
  ];
  expect(await create({ ruleSet: 'BASE' })).toEqual(refusal('WARNING'));
  expect(await create({ ruleSet: 'BASE', acknowledge })).toEqual([]);
  expect(await create({ ruleSet: 'INTERWORX_8' })).toEqual(refusal('ERROR'));
  expect(await create({ ruleSet: 'INTERWORX_8', acknowledge })).toEqual(refusal('ERROR'));
});
