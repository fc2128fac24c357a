import 'reflect-metadata';
import { hasToken } from './commands/access/has-token.js';
import { endLeasesOfTheDead } from './edges/embedded/dead-owners.js';
import { startTracing } from './edges/opentelemetry/start-tracing.js';
import { PrometheusMeters } from './edges/prometheus/prometheus-meters.js';
import { codeVersion } from './engine/code-version.js';
import { openInstallation, type Opening } from './installation.js';
import { MadeHere } from './made-here.js';
import type { Settings } from './settings.js';
import { readiness, type Readiness } from './wiring/readiness.js';
import { refuseTakenPort } from './wiring/refuse-taken-port.js';
import { startAnswering } from './wiring/start-answering.js';
import { startOperating } from './wiring/start-operating.js';
import { startWorking } from './wiring/start-working.js';
import { worldOf, type World } from './wiring/world.js';

/** Something that runs until it is stopped. */
export interface Running {
  /** Origin of the URLs where operators read metrics and health; null where nobody asked for them. */
  readonly operators: string | null;
  /** Takes no more work, lets what runs come to an end, and closes everything. */
  stop(): Promise<void>;
}

export interface Api extends Running {
  readonly url: string;
  /** Whether anybody can be let in: a token was made that still works. */
  readonly hasToken: boolean;
}

export interface Worker extends Running {
  /** Its name in leases. */
  readonly owner: string;
}

/** Nothing is ever told on it. */
const presenceChannel = 'hostwright_presence';

type Progress = (message: string) => void;

/** Starts Hostwright on one machine: API, worker and database in one process. */
export function startApp(settings: Settings, progress: Progress): Promise<Api> {
  return inOrder(progress, async (made) => {
    await refuseTakenPort(settings);
    const opened = await open('hostwright', settings, progress, made, { asServer: true });
    await work(opened, settings, made);
    const answering = await answer(opened, settings, made);
    await opened.announce(answering.url);
    return answering;
  });
}

/** Starts an API that works on no host: that is for the workers on the same database. */
export function startApi(settings: Settings, progress: Progress): Promise<Api> {
  return inOrder(progress, async (made) => {
    await refuseTakenPort(settings);
    return answer(await open('hostwright-api', settings, progress, made), settings, made);
  });
}

/** Starts a worker without an API, beside any number of others on the same database. */
export function startWorker(settings: Settings, progress: Progress): Promise<Worker> {
  return inOrder(progress, async (made) => {
    const opened = await open('hostwright-worker', settings, progress, made);
    return { owner: await work(opened, settings, made), operators: opened.operators };
  });
}

/** What is made last is ended first, also where the start fails in the middle. */
async function inOrder<T>(
  progress: Progress,
  make: (made: MadeHere) => Promise<T>,
): Promise<T & Pick<Running, 'stop'>> {
  const made = new MadeHere();
  try {
    return { ...(await make(made)), stop: () => made.remove() };
  } catch (error) {
    await made.remove().catch((failure: unknown) => progress(String(failure)));
    throw error;
  }
}

/** A process of Hostwright before it does anything. */
interface Opened {
  readonly world: World;
  readonly ready: () => Promise<Readiness>;
  readonly operators: string | null;
  readonly announce: (url: string) => Promise<void>;
}

/** @param service its name in traces */
async function open(
  service: string,
  settings: Settings,
  progress: Progress,
  made: MadeHere,
  opening: Opening = {},
): Promise<Opened> {
  const endTracing = await startTracing(service, codeVersion, process.env);
  made.removedBy(() =>
    endTracing().catch((error: unknown) => progress(`The last traces were not sent: ${String(error)}`)),
  );
  const { database, kek, migrations, announce } = await made.once(
    () => openInstallation(settings, progress, opening),
    ({ close }) => close(),
  );
  // One connection stays open as long as this process may write: an export has to find it (src/moving/parking.ts).
  made.removedBy(await database.listen(presenceChannel, () => undefined));
  const meters = settings.metrics === undefined ? undefined : new PrometheusMeters(codeVersion);
  const world = worldOf(database, kek, settings, meters);
  const ready = (): Promise<Readiness> => readiness(database, migrations, kek);
  const operators =
    meters === undefined || settings.metrics === undefined
      ? null
      : await startOperating({ meters, database, log: world.log, ready }, settings.metrics, made);
  return { world, ready, operators, announce };
}

async function work({ world }: Opened, settings: Settings, made: MadeHere): Promise<string> {
  // On a server of the operator's, workers of other machines may hold leases too, of which nothing can be told here.
  if (settings.databaseUrl === undefined) await endLeasesOfTheDead(world.database);
  return startWorking(world, settings.tasksAtOnce, made);
}

async function answer(
  { world, ready, operators }: Opened,
  settings: Settings,
  made: MadeHere,
): Promise<Omit<Api, 'stop'>> {
  const origin = await startAnswering(world, settings.listen, ready, made);
  return { url: `${origin}/graphql`, hasToken: await hasToken(world.database), operators };
}
