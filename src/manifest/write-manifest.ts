import { stringify } from 'yaml';
import type { Manifest } from './manifest.js';

export const manifestFormats = ['YAML', 'JSON'] as const;
export type ManifestFormat = (typeof manifestFormats)[number];

/** The text of a manifest, its keys always in the same order, without comments. */
export function writeManifest(manifest: Manifest, format: ManifestFormat): string {
  return format === 'JSON' ? `${JSON.stringify(manifest, null, 2)}\n` : stringify(manifest, { lineWidth: 0 });
}
