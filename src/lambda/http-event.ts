import { z } from 'zod';

/** A request as an HTTP API (payload 2.0) and a function URL hand it over. */
export const httpEvent = z.object({
  rawPath: z.string().startsWith('/'),
  rawQueryString: z.string().default(''),
  headers: z.record(z.string(), z.string()),
  body: z.string().optional(),
  isBase64Encoded: z.boolean(),
  requestContext: z.object({ http: z.object({ method: z.string() }) }),
});
export type HttpEvent = z.infer<typeof httpEvent>;
