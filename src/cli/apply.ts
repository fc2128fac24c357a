import { Command } from 'commander';
import { z } from 'zod';
import { checkManifest, type Told } from '../manifest/check-manifest.js';
import type { Manifest } from '../manifest/manifest.js';
import { readManifest, type Reading } from '../manifest/read-manifest.js';
import { valueDiff } from '../manifest/value-diff.js';
import { askPerson } from './ask-person.js';
import { unknownHosts } from './blind-hosts.js';
import { apiFrom, apiOptions, withApiOptions, type PersonsApi } from './client/api-options.js';
import { ApiRefusal, type Api } from './client/ask.js';
import { carryOut, clusterNamed, exportedManifest, type Started, type UserError } from './client/cluster-client.js';
import { endInWords, isNothingDone } from './client/end-in-words.js';
import { follow, unendedInWords } from './client/follow.js';
import { secondsOption } from './client/seconds-option.js';
import { exitCodes } from './exit-codes.js';
import { namesNotThere } from './names-not-there.js';
import { findingsChanged, inTheWay, planInWords } from './plan-in-words.js';
import { quote } from '../domain/quote.js';
import { programName } from './program-name.js';
import { readText } from './read-text.js';
import { remediesInFile } from './remedies-in-file.js';
import { shownPlan, type Shown } from './shown-plan.js';
import { toldInWords } from './told-in-words.js';
import { unreadableFile } from './unreadable-file.js';

const options = z.object({
  ...{ ...apiOptions, timeout: z.int(), yes: z.boolean().default(false) },
  ...{ draft: z.boolean().default(false), prove: z.boolean().default(false), json: z.boolean().default(false) },
  verbose: z.boolean().default(false),
});

/** Everything that is told of one run, as `--json` prints it. */
interface Report {
  readonly file: string;
  readonly problems: readonly Omit<Told, 'subject'>[];
  /** What of the declared value changes, as a unified diff. */
  readonly changes: string;
  readonly findings: ReturnType<typeof findingsChanged> | null;
  readonly tasks: NonNullable<Shown['plan']>['tasks'];
  readonly operation: string | null;
  readonly state: string | null;
  readonly failure: string | null;
  readonly rule: string | null;
  /** What failed besides, and how much that is not told. */
  readonly others: readonly { readonly message: string; readonly rule: string | null }[];
  readonly untold: number;
  readonly databasePasswords: Started['databasePasswords'];
}

/** Shows what a manifest would change, and changes it once a person, or `--yes`, says so. */
export const apply = withApiOptions(
  new Command('apply')
    .description('Make a cluster what its manifest says, once the plan was shown and confirmed')
    .argument('<file>', 'the manifest, YAML or JSON; - for standard input')
    .option('--yes', 'apply the plan without asking, unless something is in its way; needed where there is no terminal')
    .option('--draft', 'only declare a cluster that is new or a draft; it is set up otherwise')
    .option('--prove', 'try on the hosts afterwards what no look can show: mounts, locks, quotas and logins')
    .option('--timeout <seconds>', 'how long to wait at most for the end', secondsOption, 1_800)
    .option('--verbose', 'tell steps that changed nothing one by one, rather than how many there were; so does --json'),
)
  .option('--json', 'print everything as JSON')
  .addHelpText(
    'after',
    `
Shown are the changes of what is declared, findings that come and go, and what would be run and written on each host. Where that
cannot be told, the hosts are looked at first; nothing is changed before it is confirmed. Exactly what was shown is applied, or
nothing.

Exit code:
  ${exitCodes.succeeded}    the cluster is what the manifest says, now or before
  ${exitCodes.failed}    it was refused, declined, or failed, or something is in the way of --yes
  ${exitCodes.usage}    it cannot be asked for: no manifest, wrong options, no token, nobody to confirm it
  ${exitCodes.timeout}  it had not ended, or the server could not be reached, within the timeout`,
  )
  .action(async (file: string, given: unknown, command: Command) => {
    const { timeout, yes, draft, prove, json, verbose, ...said } = options.parse(given);
    const refuse = (message: string): never => command.error(message);
    if (draft && prove) return refuse('error: --prove tries what is set up; leave out --draft or --prove');
    const text = readText(file, (message) => (json ? unreadable(file, message) : refuse(message)));
    const reading = readManifest(text);
    const say = (line: string): void => {
      if (!json && line !== '') console.log(line);
    };
    let report = emptyReport(file);
    const end = (code: number, more: Partial<Report> = {}): void => {
      report = { ...report, ...more };
      if (json) console.log(JSON.stringify(report));
      process.exitCode = code;
    };
    const { manifest } = reading;
    if (manifest === undefined || reading.problems.length > 0) {
      const { told, inTheWay: count } = checkManifest(text);
      const wanted = { manifest: text, setUp: !draft, prove };
      const missing = manifest === undefined ? [] : await namesNotThere(said, wanted);
      const problems = [
        ...missing.map(({ path, message }) => ({
          ...{ ...reading.placeOf(path), path: path.join('.'), rule: null, severity: 'ERROR' as const },
          ...{ message, remedies: [] },
        })),
        ...told.filter(({ severity }) => severity !== 'INFO'),
      ];
      for (const one of problems) say(toldInWords(file, one, reading.isText ? undefined : text));
      say(refusedInWords(file, count + missing.length));
      return end(reading.isText ? exitCodes.failed : exitCodes.usage, { problems });
    }
    const api = apiFrom(said, refuse);
    const refusedFor = (userErrors: readonly UserError[]): void => {
      const problems = userErrors.map((error) => placed(api, file, error, reading));
      for (const one of problems) say(toldInWords(file, one));
      say(refusedInWords(file, problems.length));
      end(exitCodes.failed, { problems });
    };
    try {
      const { userErrors, plan, names } = await shownPlan(api, { manifest: text, setUp: !draft, prove }, timeout);
      if (userErrors.length > 0 || plan === null) return refusedFor(userErrors);
      const { token } = plan;
      if (token === null)
        return refuse('error: the plan is too long to be confirmed; ask applyCluster of the API without validateOnly');
      report = {
        ...report,
        changes: await changesOf(api, manifest),
        findings: findingsChanged(plan),
        tasks: plan.tasks,
      };
      if (report.changes === '' && plan.tasks.length === 0) {
        say(`${file}: nothing to change`);
        return end(exitCodes.succeeded);
      }
      // Whoever is asked sees what for, where programs read the output too.
      const show = json && !yes ? (text: string): void => console.error(text) : say;
      for (const text of [report.changes, planInWords(plan, names)]) show(text);
      const unknown = unknownHosts(plan).map((hostId) => names.get(hostId) ?? hostId);
      if (unknown.length > 0) {
        const failure = `the look did not tell what would be done on ${unknown.toSorted().join(', ')}, as it says above; ${lookAgain}`;
        say(`nothing was changed: ${failure}`);
        return end(exitCodes.failed, { failure });
      }
      const conflicts = inTheWay(plan, names);
      if (yes && conflicts.length > 0) {
        say(`nothing was changed: ${clearWay}`);
        return end(exitCodes.failed, { failure: [...conflicts, clearWay].join('\n') });
      }
      if (!yes) {
        if (!process.stdin.isTTY) refuse('error: there is nobody to confirm it; give --yes to apply what is shown');
        if (!(await askPerson('Apply this?'))) {
          say('nothing was changed');
          return end(exitCodes.failed);
        }
      }
      const started = await carryOut(api, token);
      if (started.userErrors.length > 0) return refusedFor(started.userErrors);
      const { databasePasswords, operation } = started;
      for (const { account, password } of databasePasswords) say(`database password of ${account}: ${password}`);
      report = { ...report, databasePasswords, operation: operation?.id ?? null };
      if (operation === null) {
        say('it is declared');
        return end(exitCodes.succeeded);
      }
      const ended = await follow(api, operation.id, timeout, json || verbose);
      if (ended.state === null) {
        say(unendedInWords(api, operation.id, timeout, ended.isReached));
        return end(exitCodes.timeout);
      }
      say(endInWords(api, operation.id, ended, `${programName} apply ${quote(file)}${api.optionsInShell}`));
      const { state, failure, rule, others, untold } = ended;
      // Accounts are declared once the hosts were looked at and the whole of it was decided as before.
      if (isNothingDone(ended) && databasePasswords.length > 0) {
        say('the database passwords above are of no account: nothing was declared');
        report = { ...report, databasePasswords: [] };
      }
      const besides = { rule, others: others.map(({ message, rule: broken }) => ({ message, rule: broken })), untold };
      end(state === 'SUCCEEDED' ? exitCodes.succeeded : exitCodes.failed, { state, failure, ...besides });
    } catch (error) {
      if (error instanceof ApiRefusal) refuse(`error: ${error.message}`);
      throw error;
    }
  });

/** Nobody is asked to confirm what is not shown; the API would refuse it. */
const lookAgain = 'see to that, and apply it again';

/** A person who sees what is in the way may know better; a program would change the other hosts for a step that cannot be done. */
const clearWay = 'take out of the way what is told of, or have a person confirm the plan, without --yes';

/** After all that is told, which may be long, what has come of it. */
function refusedInWords(file: string, count: number): string {
  return `${file}: nothing was changed: ${count} of this ${count === 1 ? 'stands' : 'stand'} in the way; mend ${count === 1 ? 'it' : 'them'} and apply it again`;
}

function emptyReport(file: string): Report {
  return {
    ...{ file, problems: [], changes: '', findings: null, tasks: [] },
    ...{ operation: null, state: null, failure: null, rule: null, others: [], untold: 0, databasePasswords: [] },
  };
}

function unreadable(file: string, message: string): never {
  console.log(JSON.stringify({ ...emptyReport(file), problems: [unreadableFile(message)] }));
  process.exit(exitCodes.usage);
}

/** A refusal at the place of the manifest that it names. */
function placed(
  api: PersonsApi,
  file: string,
  { field, rule, severity, message, remedies }: UserError,
  reading: Reading,
): Omit<Told, 'subject'> {
  const path = field[0] === 'manifest' ? field.slice(1) : [];
  const told = { path: path.join('.'), rule: rule?.id ?? null, severity, message };
  return { ...reading.placeOf(path), ...told, remedies: remediesInFile(api, file, reading, path, remedies) };
}

/** What a manifest changes of what its cluster declares. */
async function changesOf(api: Api, manifest: Manifest): Promise<string> {
  const id = await clusterNamed(api, manifest.name);
  const before = id === undefined ? null : await exportedManifest(api, id, 'JSON');
  return valueDiff(manifest.name, before === null ? null : (readManifest(before).manifest ?? null), manifest);
}
