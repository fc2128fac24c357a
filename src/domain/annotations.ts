import { z } from 'zod';

/** Key of a client's own word about a resource. */
export const labelKey = z
  .string()
  .regex(/^[a-zA-Z0-9]([a-zA-Z0-9._/-]{0,61}[a-zA-Z0-9])?$/, 'use 1 to 63 letters, digits, dots, slashes, hyphens');

export const labelValue = z.string().max(255);

/** The client's own id for a resource. */
export const externalRef = z.string().min(1).max(255);
