import { z } from 'zod';

/** The unix user that we are on a host. */
export const loginUser = z
  .string()
  .regex(
    /^[a-z_][a-z0-9_-]{0,31}$/,
    'use a unix user name of up to 32 lower case letters, digits, hyphens and underscores, for example root',
  );
