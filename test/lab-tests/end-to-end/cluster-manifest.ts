import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runHostwright } from '../../api/cli/run-hostwright.js';
import type { MortalServer } from './mortal-server.js';

/** What the command line says, asking a server; throws where it does not end well. */
async function hostwright(server: MortalServer, args: readonly string[]): Promise<string> {
  const { url, token } = server.client();
  const { code, said } = await runHostwright([...args, '--url', url], undefined, { HOSTWRIGHT_TOKEN: token });
  if (code !== 0) throw new Error(`hostwright ${args.join(' ')} ended with ${String(code)}: ${said}`);
  return said;
}

/** The manifest of a cluster, as the command line prints it. */
export function exportManifest(server: MortalServer, cluster: string): Promise<string> {
  return hostwright(server, ['export', cluster]);
}

/** Applies a manifest without asking; what is said of it, events of the operation included. */
export async function applyManifest(
  server: MortalServer,
  text: string,
  options: readonly string[] = [],
): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'hostwright-manifest-'));
  try {
    await writeFile(join(folder, 'cluster.yaml'), text);
    return await hostwright(server, ['apply', '--yes', ...options, join(folder, 'cluster.yaml')]);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** A manifest without one of its hosts, and without what was acknowledged about it. */
export function withoutHost(text: string, host: string): string {
  return text
    .replace(new RegExp(` {2}- host: ${host}\\n(?: {4}.*\\n)+`), '')
    .replaceAll(new RegExp(` {2}- rule: \\S+\\n {4}subject: Host ${host}\\n`, 'g'), '');
}
