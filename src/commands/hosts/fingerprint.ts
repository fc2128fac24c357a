import { z } from 'zod';

/** `SHA256:` and 43 characters of base64, as `ssh-keygen -l` prints a host key's fingerprint. */
export const fingerprint = z
  .string()
  .regex(/^SHA256:[A-Za-z0-9+/]{43}$/, 'give the fingerprint as ssh-keygen -l prints it: SHA256: and 43 characters');
