import 'reflect-metadata';
import { hasToken } from './commands/access/has-token.js';
import { endLeasesOfTheDead } from './edges/embedded/dead-owners.js';
import { openInstallation } from './installation.js';
import { MadeHere } from './made-here.js';
import type { Settings } from './settings.js';
import { startAnswering } from './wiring/start-answering.js';
import { startWorking } from './wiring/start-working.js';
import { worldOf, type World } from './wiring/world.js';

/** Something that runs until it is stopped. */
export interface Running {
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

type Progress = (message: string) => void;

/** Starts Hostwright on one machine: API, worker and database in one process. */
export function startApp(settings: Settings, progress: Progress): Promise<Api> {
  return inOrder(progress, async (made) => {
    const world = await openWorld(settings, progress, made);
    await work(world, settings, made);
    return answer(world, settings, made);
  });
}

/** Starts an API that works on no host: that is for the workers on the same database. */
export function startApi(settings: Settings, progress: Progress): Promise<Api> {
  return inOrder(progress, async (made) => answer(await openWorld(settings, progress, made), settings, made));
}

/** Starts a worker without an API, beside any number of others on the same database. */
export function startWorker(settings: Settings, progress: Progress): Promise<Worker> {
  return inOrder(progress, async (made) => {
    const world = await openWorld(settings, progress, made);
    return { owner: await work(world, settings, made) };
  });
}

/** What is made last is ended first, also where the start fails in the middle. */
async function inOrder<T>(progress: Progress, make: (made: MadeHere) => Promise<T>): Promise<T & Running> {
  const made = new MadeHere();
  try {
    return { ...(await make(made)), stop: () => made.remove() };
  } catch (error) {
    await made.remove().catch((failure: unknown) => progress(String(failure)));
    throw error;
  }
}

async function openWorld(settings: Settings, progress: Progress, made: MadeHere): Promise<World> {
  const { database, kek } = await made.once(
    () => openInstallation(settings, progress),
    ({ close }) => close(),
  );
  return worldOf(database, kek, settings);
}

async function work(world: World, settings: Settings, made: MadeHere): Promise<string> {
  // On a server of the operator's, workers of other machines may hold leases too, of which nothing can be told here.
  if (settings.databaseUrl === undefined) await endLeasesOfTheDead(world.database);
  return startWorking(world, settings.tasksAtOnce, made);
}

async function answer(world: World, settings: Settings, made: MadeHere): Promise<Omit<Api, 'stop'>> {
  const origin = await startAnswering(world, settings.listen, made);
  return { url: `${origin}/graphql`, hasToken: await hasToken(world.database) };
}
