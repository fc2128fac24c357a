import type { z } from 'zod';
import type { UserError, UserErrorCode } from './user-error.js';

/** Every issue of an input as a user error with its path; never echoes a value. */
export function issuesToUserErrors(error: z.ZodError): readonly UserError[] {
  return error.issues.map((issue) => ({
    code: codeOf(issue),
    message: issue.message,
    field: issue.path.map(String),
    severity: 'ERROR',
  }));
}

function codeOf(issue: z.core.$ZodIssue): UserErrorCode {
  const named: unknown = issue.code === 'custom' ? issue.params?.['userErrorCode'] : undefined;
  return named === 'NOT_FOUND' ? 'NOT_FOUND' : 'INVALID_INPUT';
}
