import { failedCommand } from '../failed-command.js';
import { known, probeId, unknown, type Probe, type Reading } from '../probe.js';

/** What the tools of a host can do with quotas of a file server; null where it has none. */
export type QuotaTools = { readonly setsRemote: boolean } | null;

const script = `command -v setquota >/dev/null || { echo none; exit 0; }
setquota --help 2>&1
exit 0`;

function parseTools(text: string): Reading<QuotaTools> {
  if (text === 'none\n') return known(null);
  if (!text.includes('setquota')) return unknown('setquota did not say what it can do');
  // Left out of the help where it was built without.
  return known({ setsRemote: /^-r, --remote\b/m.test(text) });
}

/** Whether the quota tools of a host were built with the setting of quotas by RPC: setquota(8), `-r`. */
export function quotaTools(): Probe<QuotaTools> {
  return {
    id: probeId('storage.quotaTools', []),
    question: { via: 'shell', script, args: [] },
    maxAgeSeconds: 86_400,
    parse: (answer) => (answer.exitCode === 0 ? parseTools(answer.stdout) : failedCommand('setquota', answer)),
  };
}
