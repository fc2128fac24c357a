import pino from 'pino';
import { traceInLog } from '../../ports/tracing.js';
import type { Log } from '../../ports/log.js';

/** One JSON object a line on standard error. Errors are written with their causes; a `Secret` prints as `[redacted]`. */
export function pinoLog(level: string): Log {
  return pino(
    {
      level,
      base: null,
      mixin: traceInLog,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: { paths: ['req.headers.authorization', '*.password', '*.privateKey', '*.token'], censor: '[redacted]' },
      serializers: { error: pino.stdSerializers.errWithCause },
    },
    pino.destination({ fd: 2, sync: true }),
  );
}
