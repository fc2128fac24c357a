import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { Secret } from '../../../src/domain/secret.js';
import { crashAt } from '../../../src/edges/node/crash-at.js';
import { randomIds } from '../../../src/edges/node/random-ids.js';
import { systemClock } from '../../../src/edges/node/system-clock.js';
import { connectPostgres } from '../../../src/edges/postgres/connect-postgres.js';
import { carryOutTask } from '../../../src/workers/tasks/carry-out-task.js';
import type { Crew } from '../../../src/workers/tasks/crew.js';
import { sweep } from '../../../src/engine/sweep.js';
import { directoryAt } from '../../../src/probes/system/directory-at.js';
import { noMeters } from '../../../src/ports/meters.js';
import { HostFault } from '../../../src/ports/host-fault.js';
import type { HostSession } from '../../../src/steps/harness/host-session.js';
import { FakeRulebook } from './fake-rulebook.js';
import { HeldQueue } from './held-queue.js';
import { hostAnswer, workerTask, type HostAnswer, type HostCall } from './host-calls.js';

/** Sweeps and works in a process of its own until nothing is left to do, unless it dies on the way. */
async function work(): Promise<void> {
  const given: unknown = JSON.parse(process.argv[2] ?? 'null');
  const { address, hostSocket, failpoint } = workerTask.parse(given);
  const database = connectPostgres(address);
  const rulebook = new FakeRulebook();
  rulebook.looks = [directoryAt('/a')];
  const nothing = (): never => {
    throw new Error('no host of these tests is reached by SSH');
  };
  const crew: Crew = {
    database,
    rulebook,
    connections: { get: nothing, fresh: nothing, proveLogin: nothing, closeAll: nothing },
    fetchHostKey: nothing,
    sqlSessions: { open: (_tenantId, { hostId }) => session(hostSocket, hostId) },
    secrets: { open: () => Promise.resolve(new Secret('secret')) },
    clock: systemClock,
    // The shortest pauses.
    ids: { ...randomIds, nonce: () => '00000000' },
    log: {
      info: () => undefined,
      warn: () => undefined,
      error: (fields) => process.stderr.write(`${String(fields['error'])}\n`),
    },
    meters: noMeters,
    failpoint: crashAt(failpoint),
    pause: () => Promise.resolve(),
    stopping: () => false,
    owner: `process ${process.pid}`,
  };
  const queue = new HeldQueue();
  for (let open = 1n; open > 0n; await pause(20)) {
    await sweep(crew, queue);
    for (const message of queue.take()) await carryOutTask(crew, message);
    const [row] = await database.query(
      `SELECT count(*) AS open FROM operation WHERE state IN ('PENDING', 'RUNNING')`,
      [],
      z.object({ open: z.bigint() }),
    );
    open = row?.open ?? 0n;
  }
  await database.close();
}

/** A session whose host lives in another process. */
function session(path: string, hostId: string): HostSession & { close(): Promise<void> } {
  const socket = connect(path);
  const lines = createInterface({ input: socket });
  let trips = 0;
  const ask = async (call: Omit<HostCall, 'id' | 'hostId'>): Promise<HostAnswer> => {
    trips += 1;
    const line = new Promise<string>((resolve) => lines.once('line', resolve));
    socket.write(`${JSON.stringify({ id: trips, hostId, ...call })}\n`);
    const answer = hostAnswer.parse(JSON.parse(await line));
    if (answer.fault !== undefined) throw new HostFault('TRANSIENT', answer.fault);
    return answer;
  };
  return {
    look: async (questions) => {
      const { looked } = await ask({ look: questions });
      if (looked === undefined) throw new Error('the host did not look');
      return looked;
    },
    change: async (fence, units) => {
      const { changed } = await ask({ change: { fence, units } });
      if (changed === undefined) throw new Error('the host did not change');
      return changed;
    },
    changeConfirmed: () => Promise.reject(new Error('no step of these tests is commit-confirmed')),
    get roundTrips() {
      return trips;
    },
    close: async () => {
      socket.end();
    },
  };
}

void work();
