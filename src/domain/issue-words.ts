import { z } from 'zod';

type RawIssue = z.core.$ZodRawIssue;
type RawIssueOf<C extends RawIssue['code']> = Extract<RawIssue, { readonly code: C }>;

const nouns: ReadonlyMap<string, string> = new Map([
  ['string', 'a text'],
  ['int', 'a whole number'],
  ['number', 'a number'],
  ['boolean', 'true or false'],
  ['date', 'a date and time, for example 2026-01-31T12:00:00Z'],
  ['array', 'a list'],
  ['object', 'a map'],
  ['record', 'a map'],
]);

const forms: ReadonlyMap<string, string> = new Map([
  ['ipv4', 'an IPv4 address, for example 192.0.2.10'],
  ['ipv6', 'an IPv6 address, for example 2001:db8::10'],
  ['cidrv4', 'an IPv4 network, for example 192.0.2.0/24'],
  ['cidrv6', 'an IPv6 network, for example 2001:db8::/64'],
  ['email', 'an e-mail address, for example name@example.com'],
  ['url', 'a whole URL, for example https://example.com/hooks'],
  ['uuid', 'a UUID, for example 4bf5122f-3445-4a54-8f6e-0c9d6e5a1b2c'],
  ['date', 'a day, for example 2026-01-31'],
  ['datetime', 'a date and time, for example 2026-01-31T12:00:00Z'],
  ['base64', 'base64, for example aGVsbG8='],
  ['base64url', 'base64url, for example aGVsbG8'],
]);

/** In front of the keys that a map may have, where it has another one. */
export const acceptedHere = 'unknown key; accepted here: ';

const counted = (count: number | bigint, one: string, more: string): string => `${count} ${count === 1 ? one : more}`;
const characters = (count: number | bigint): string => counted(count, 'character', 'characters');
const entries = (count: number | bigint): string => counted(count, 'entry', 'entries');
const missing = (input: unknown): string => (input === undefined ? 'missing; ' : '');

function keysOf({ inst }: RawIssue): readonly string[] {
  return inst instanceof z.ZodObject ? Object.keys(inst.shape) : [];
}

/** What belongs into a map that is missing, or is none. */
function withKeys(issue: RawIssue): string {
  const keys = keysOf(issue);
  return keys.length === 0 ? '' : ` with ${keys.join(', ')}`;
}

const least = ({ minimum, inclusive }: RawIssueOf<'too_small'>): string =>
  inclusive === false ? `more than ${minimum}` : `at least ${minimum}`;
const most = ({ maximum, inclusive }: RawIssueOf<'too_big'>): string =>
  inclusive === false ? `less than ${maximum}` : `at most ${maximum}`;

/** Of a text its length is told, which may be a secret, and never the text. */
function tooSmall(issue: RawIssueOf<'too_small'>): string {
  const { origin, minimum, exact, input } = issue;
  const bound = exact === true ? 'exactly' : 'at least';
  if (origin === 'string') {
    if (input === '') return minimum === 1 ? 'empty; give a text' : `empty; give ${bound} ${characters(minimum)}`;
    return `too short; give ${bound} ${characters(minimum)}${typeof input === 'string' ? `, it has ${input.length}` : ''}`;
  }
  if (origin === 'array') {
    if (Array.isArray(input) && input.length === 0) return `empty; give ${bound} ${entries(minimum)}`;
    return `too few; give ${bound} ${entries(minimum)}${Array.isArray(input) ? `, it has ${input.length}` : ''}`;
  }
  return `give ${least(issue)}`;
}

function tooBig(issue: RawIssueOf<'too_big'>): string {
  const { origin, maximum, exact, input } = issue;
  const bound = exact === true ? 'exactly' : 'at most';
  if (origin === 'string') {
    return `too long; give ${bound} ${characters(maximum)}${typeof input === 'string' ? `, it has ${input.length}` : ''}`;
  }
  if (origin === 'array') {
    return `too many; give ${bound} ${entries(maximum)}${Array.isArray(input) ? `, it has ${input.length}` : ''}`;
  }
  return `give ${most(issue)}`;
}

function formed(issue: RawIssueOf<'invalid_format'>): string {
  const form = forms.get(issue.format);
  if (form !== undefined) return `give ${form}`;
  const named = z.object({ prefix: z.string() }).safeParse(issue).data;
  if (named !== undefined) return `begin it with ${named.prefix}`;
  const ending = z.object({ suffix: z.string() }).safeParse(issue).data;
  if (ending !== undefined) return `end it with ${ending.suffix}`;
  const within = z.object({ includes: z.string() }).safeParse(issue).data;
  if (within !== undefined) return `have ${within.includes} in it`;
  return issue.pattern === undefined
    ? `give text of the form ${issue.format}`
    : `give text of the form ${issue.pattern}`;
}

/** Of several forms each is told, or, where the map itself says by a word which one it has, the words that there are. */
function oneOfForms(issue: RawIssueOf<'invalid_union'>): string {
  const { discriminator, input } = issue;
  if ('options' in issue && Array.isArray(issue.options) && discriminator !== undefined) {
    const isGiven = typeof input === 'object' && input !== null && discriminator in input;
    return `${isGiven ? '' : 'missing; '}give ${issue.options.map(String).join(' or ')}`;
  }
  const told = issue.errors.flatMap((issues) => issues.map(({ message }) => message.replace(/^give /u, '')));
  return `${missing(input)}${told.length === 0 ? 'give one form of it only' : `give ${[...new Set(told)].join(' or ')}`}`;
}

/** What is wrong with a value in the words of who gives it, without the value; asked where the schema has no words of its own. */
export function wordsForIssue(issue: RawIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `${missing(issue.input)}give ${nouns.get(issue.expected) ?? issue.expected}${withKeys(issue)}`;
    case 'invalid_value':
      return `${missing(issue.input)}give ${issue.values.length > 1 ? 'one of ' : ''}${issue.values.join(', ')}`;
    case 'unrecognized_keys': {
      const keys = keysOf(issue);
      return keys.length === 0 ? 'unknown key' : `${acceptedHere}${keys.join(', ')}`;
    }
    case 'invalid_union':
      return oneOfForms(issue);
    case 'too_small':
      return tooSmall(issue);
    case 'too_big':
      return tooBig(issue);
    case 'not_multiple_of':
      return `give a multiple of ${issue.divisor}`;
    case 'invalid_format':
      return formed(issue);
    case 'invalid_key':
    case 'invalid_element':
      return `${issue.code === 'invalid_key' ? 'this key' : 'an entry'} is not accepted: ${issue.issues.map(({ message }) => message).join('; ')}`;
    case 'custom':
      return 'this value is not accepted here';
  }
}
