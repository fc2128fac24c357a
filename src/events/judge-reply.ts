import type { HttpReply } from '../ports/http-out.js';
import { retryAfterSeconds } from './retry-after.js';

/** What a try came to. GONE: the receiver wants nothing more, ever. `pauseSeconds`: how long it asks to be left alone. */
export type Verdict =
  | { readonly is: 'DELIVERED' }
  | { readonly is: 'GONE'; readonly error: string }
  | { readonly is: 'FAILED'; readonly error: string; readonly pauseSeconds: number | null };

/** Statuses of a receiver, or of what stands before it, that has too much to do. */
const overloaded: readonly number[] = [429, 502, 503, 504];
const breatherSeconds = 10;

/** Only 2xx is a success: a redirect is followed nowhere, and so has delivered nothing. */
export function judgeReply(reply: HttpReply, now: Date): Verdict {
  if (!reply.answered) return { is: 'FAILED', error: reply.error, pauseSeconds: null };
  const { status } = reply;
  if (status >= 200 && status < 300) return { is: 'DELIVERED' };
  if (status === 410) return { is: 'GONE', error: 'it answered 410: it wants nothing more' };
  const error =
    status >= 300 && status < 400 ? `it answered ${status}; redirects are not followed` : `it answered ${status}`;
  const asked = retryAfterSeconds(reply.retryAfter, now);
  return { is: 'FAILED', error, pauseSeconds: asked ?? (overloaded.includes(status) ? breatherSeconds : null) };
}
