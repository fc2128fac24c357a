import type { Claim } from '../../engine/claim-task.js';
import { HostFault } from '../../ports/host-fault.js';
import { serverGreeting } from '../../probes/database/server-greeting.js';
import type { Answer, Question } from '../../probes/probe.js';
import type { TrialServer } from '../../proofs/trial.js';
import type { Crew } from './crew.js';
import { inSession, type RoundTrips } from './in-session.js';
import { loadSshTarget } from './load-target.js';

/** The exit code of an answer that no server gave. */
const noServer = 1;

/**
 * Logs in to a MySQL server from a host: over a stream that the host itself opens, so that the server sees the host come. Whether a
 * server answers there at all is asked first, since a stream that breaks says nothing about where it broke.
 */
export async function logInFrom(
  crew: Crew,
  claim: Claim,
  question: Question,
  server: TrialServer,
  trips: RoundTrips,
): Promise<Answer> {
  if (question.via !== 'sqlLogin') throw new TypeError(`a login via ${question.via}`);
  const { address, port } = server;
  const greeting = serverGreeting(address, port);
  const [greeted] = await inSession(crew, claim, trips, async (session) => {
    const run = await session.look([greeting.question]);
    if (run.is === 'busy') throw new HostFault('BUSY', 'a change of ours still runs on the host');
    return run.answers;
  });
  const reading = greeted === undefined ? undefined : greeting.parse(greeted);
  if (reading?.known === false) return { exitCode: noServer, stdout: '', stderr: reading.reason };
  if (reading?.value === 'refused' || reading?.value === 'silent' || reading?.value === 'unreachable') {
    return { exitCode: noServer, stdout: '', stderr: `${address} port ${port} is ${reading.value}` };
  }
  const { user, password } = question;
  const session = crew.sqlSessions.open(claim.tenantId, {
    ...{ hostId: server.hostId, hostName: server.name, address, port, login: user, password },
    through: await loadSshTarget(crew.database, claim.tenantId, claim.hostId),
  });
  try {
    const run = await session.look([question]);
    const [answer] = run.is === 'answers' ? run.answers : [];
    if (answer === undefined) throw new HostFault('TRANSIENT', `${server.name} gave no answer`);
    return answer;
  } finally {
    trips.count += session.roundTrips;
    await session.close();
  }
}
