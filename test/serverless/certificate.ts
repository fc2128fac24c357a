import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

export interface Certificate {
  /** Paths of PEM files. */
  readonly certificate: string;
  readonly key: string;
}

/** A certificate for these names, good for a day and to be trusted as it is. */
export function certificateFor(names: readonly string[], folder: string): Certificate {
  const made = { certificate: join(folder, 'certificate.pem'), key: join(folder, 'key.pem') };
  const alternatives = names.map((name) => `DNS:${name}`).join(',');
  execFileSync(
    'openssl',
    [
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '1'],
      ...['-subj', '/CN=Hostwright tests', '-addext', `subjectAltName=${alternatives}`],
      ...['-keyout', made.key, '-out', made.certificate],
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  return made;
}
