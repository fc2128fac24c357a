import type { ClusterSpec } from '../../domain/account-spec.js';
import { inManifest } from '../../manifest/manifest-field.js';
import type { Manifest } from '../../manifest/manifest.js';

/** Where an input with a manifest has a place of the value that the manifest makes. */
export function inInput(manifest: Manifest, spec: ClusterSpec, field: readonly string[]): readonly string[] {
  return ['manifest', ...inManifest(manifest, spec, field)];
}
