import { failedCommand } from '../../probes/failed-command.js';
import { known, probeId, type StoredQuestion } from '../../probes/probe.js';
import { proofAgeSeconds } from '../proof-age.js';

/** The word that a trial says where it went well, which nothing is concluded from. */
export function saidWord(name: string, args: readonly string[], command: string): StoredQuestion<string> {
  return {
    id: probeId(name, args),
    maxAgeSeconds: proofAgeSeconds,
    parse: (answer) => (answer.exitCode === 0 ? known(answer.stdout.trim()) : failedCommand(command, answer)),
  };
}
