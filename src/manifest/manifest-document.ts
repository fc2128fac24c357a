import { z } from 'zod';
import { manifest } from './manifest.js';

/** The text of `docs/manifest.schema.json`, which `hostwright check --schema` prints: the shape of a cluster's manifest as JSON Schema, for editors and other programs. */
export function manifestDocument(): string {
  const schema = z.toJSONSchema(manifest, { io: 'input' });
  const description =
    'A whole cluster as a file, for `hostwright apply` and the mutation applyCluster. Names that name nothing and requirements are told by `hostwright check`.';
  return `${JSON.stringify({ title: 'Manifest of a Hostwright cluster', description, ...schema }, null, 2)}\n`;
}
