import { z } from 'zod';

/** An absolute path of plain names: nothing that exports files, unit files or `/proc` would have to escape. */
export const absolutePath = z
  .string()
  .max(255)
  .regex(
    /^(\/[A-Za-z0-9_][A-Za-z0-9_.-]*)+$/,
    'use an absolute path of letters, digits, dots, hyphens and underscores, for example /srv/storage',
  );
