import { fromGlobalId } from '../src/domain/ids.js';

interface LabServer {
  readonly hostId: string | undefined;
  readonly role: string;
}

/** A lab host has one processor, little memory and a small disk: warnings, and meant. `keepsData`: the manager's disk too. */
export function acknowledgeSmallHosts(
  servers: readonly LabServer[],
  { keepsData }: { readonly keepsData: boolean },
): readonly { readonly rule: string; readonly subject: string }[] {
  return servers
    .filter(({ role }) => role === 'MANAGER' || role === 'NODE')
    .flatMap(({ hostId = '', role }) => {
      const rules = ['R-RES-1', 'R-RES-2', ...(keepsData && role === 'MANAGER' ? ['R-RES-3'] : [])];
      return rules.map((rule) => ({ rule, subject: `Host ${fromGlobalId(hostId)?.id ?? ''}` }));
    });
}
