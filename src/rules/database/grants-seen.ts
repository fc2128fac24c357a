import { grantsByUser } from '../../probes/database/grants.js';
import type { Evidence } from '../rule.js';

/** What a look at the grants of a server showed of single users of the cluster that is judged. */
export function grantsSeen({ command, answer, ...look }: Evidence): (user: string) => Evidence {
  const of = grantsByUser({ command, ...answer });
  return (user) => {
    const { command: told, ...own } = of(user);
    return { ...look, command: told, answer: own };
  };
}
