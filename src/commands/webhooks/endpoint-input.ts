import { z } from 'zod';
import { choosableKind } from '../../events/registry.js';

/** Where an endpoint listens. Whether that may be connected to is judged apart. */
export const endpointUrl = z
  .string()
  .max(2_000)
  .transform((text, context) => {
    const url = URL.canParse(text) ? new URL(text) : null;
    const wrong = url === null ? 'give a whole URL, for example https://example.com/hooks' : whatIsWrong(url);
    if (url !== null && wrong === undefined) return url;
    context.addIssue({ code: 'custom', message: wrong ?? '' });
    return z.NEVER;
  });

function whatIsWrong(url: URL): string | undefined {
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return 'give an https:// URL';
  if (url.username !== '' || url.password !== '') return 'leave out name and password; every request is signed instead';
  return url.hash === '' ? undefined : 'leave out the fragment; it is never sent';
}

/** Kinds of events that it is told of. */
export const kinds = z
  .array(choosableKind)
  .max(100)
  .refine((names) => new Set(names).size === names.length, 'give each kind once');

/** Most minutes between heartbeats. */
export const longestHeartbeatMinutes = 10_080;
