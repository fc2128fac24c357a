import { z } from 'zod';
import { wordsForIssue } from '../../../src/domain/issue-words.js';

const told = (schema: z.ZodType, given: unknown): readonly string[] =>
  (schema.safeParse(given, { error: wordsForIssue }).error?.issues ?? []).map(
    ({ path, message }) => `${path.length === 0 ? '' : `${path.join('.')}: `}${message}`,
  );

const storage = z.discriminatedUnion('mode', [
  z.strictObject({ mode: z.literal('LOCAL') }),
  z.strictObject({ mode: z.literal('EXTERNAL'), path: z.string() }),
]);

const cases: readonly (readonly [kind: string, schema: z.ZodType, given: unknown, words: string])[] = [
  ['an empty text', z.string().min(1), '', 'empty; give a text'],
  ['an empty text that has to be longer', z.string().min(6), '', 'empty; give at least 6 characters'],
  ['a short text', z.string().min(6), 'ab', 'too short; give at least 6 characters, it has 2'],
  ['a long text', z.string().max(1), 'abc', 'too long; give at most 1 character, it has 3'],
  ['a text of another length', z.string().length(4), 'abc', 'too short; give exactly 4 characters, it has 3'],
  ['a longer text of another length', z.string().length(2), 'abc', 'too long; give exactly 2 characters, it has 3'],
  ['an empty list', z.array(z.string()).min(1), [], 'empty; give at least 1 entry'],
  ['a short list', z.array(z.string()).min(3), ['a'], 'too few; give at least 3 entries, it has 1'],
  ['a long list', z.array(z.string()).max(2), ['a', 'b', 'c'], 'too many; give at most 2 entries, it has 3'],
  ['a small number', z.int().min(1), 0, 'give at least 1'],
  ['a number at the limit', z.number().positive(), 0, 'give more than 0'],
  ['a large number', z.int().max(65_535), 80_000, 'give at most 65535'],
  ['a number at the other limit', z.number().lt(2), 2, 'give less than 2'],
  ['half a number', z.int(), 1.5, 'give a whole number'],
  ['no multiple', z.int().multipleOf(1024), 1025, 'give a multiple of 1024'],
  ['a number for a text', z.string(), 1, 'give a text'],
  ['nothing for a text', z.string(), undefined, 'missing; give a text'],
  ['a text for a number', z.number(), 'x', 'give a number'],
  ['a text for a flag', z.boolean(), 'x', 'give true or false'],
  ['a text for a list', z.array(z.string()), 'x', 'give a list'],
  ['a text for a map', z.strictObject({ a: z.string(), b: z.string() }), 'x', 'give a map with a, b'],
  ['a text for free keys', z.record(z.string(), z.string()), 'x', 'give a map'],
  ['a text for a moment', z.date(), 'x', 'give a date and time, for example 2026-01-31T12:00:00Z'],
  ['a word that is none', z.enum(['A', 'B']), 'C', 'give one of A, B'],
  ['another word', z.literal('A'), 'C', 'give A'],
  ['no word', z.enum(['A', 'B']), undefined, 'missing; give one of A, B'],
  ['an unknown key', z.strictObject({ a: z.string().optional() }), { b: 1 }, 'unknown key; accepted here: a'],
  ['no IPv4 address', z.ipv4(), 'x', 'give an IPv4 address, for example 192.0.2.10'],
  ['no IPv6 address', z.ipv6(), 'x', 'give an IPv6 address, for example 2001:db8::10'],
  ['no IPv4 network', z.cidrv4(), 'x', 'give an IPv4 network, for example 192.0.2.0/24'],
  ['no IPv6 network', z.cidrv6(), 'x', 'give an IPv6 network, for example 2001:db8::/64'],
  ['no e-mail address', z.email(), 'x', 'give an e-mail address, for example name@example.com'],
  ['no URL', z.url(), 'x', 'give a whole URL, for example https://example.com/hooks'],
  ['no UUID', z.uuid(), 'x', 'give a UUID, for example 4bf5122f-3445-4a54-8f6e-0c9d6e5a1b2c'],
  ['no day', z.iso.date(), 'x', 'give a day, for example 2026-01-31'],
  ['no moment', z.iso.datetime(), 'x', 'give a date and time, for example 2026-01-31T12:00:00Z'],
  ['no base64', z.base64(), '!', 'give base64, for example aGVsbG8='],
  ['no base64url', z.base64url(), '!', 'give base64url, for example aGVsbG8'],
  ['another begin', z.string().startsWith('/'), 'x', 'begin it with /'],
  ['another end', z.string().endsWith('.'), 'x', 'end it with .'],
  ['a text without a part', z.string().includes('@'), 'x', 'have @ in it'],
  ['a text of another pattern', z.string().regex(/^a+$/), 'x', 'give text of the form /^a+$/'],
  ['a text of another form', z.ulid(), 'x', 'give text of the form '],
  ['none of several forms', z.union([z.int(), z.boolean()]), 'x', 'give a number or true or false'],
  ['more than one form', z.xor([z.string(), z.string().min(1)]), 'x', 'give one form of it only'],
  ['an entry of a map', z.map(z.object({}), z.int()), new Map([[{}, 'x']]), 'an entry is not accepted: give a number'],
  ['no form of a map', storage, { mode: 'CLOUD' }, 'mode: give LOCAL or EXTERNAL'],
  ['a map without its form', storage, {}, 'mode: missing; give LOCAL or EXTERNAL'],
  ['a text for a map of forms', storage, 'x', 'give a map'],
  ['a key of another form', z.record(z.string().max(1), z.int()), { ab: 1 }, 'ab: this key is not accepted: too long; give at most 1 character, it has 2'],
  ['what a refinement refuses without words', z.string().refine(() => false), 'x', 'this value is not accepted here'],
  ['what a refinement refuses', z.string().refine(() => false, 'say it otherwise'), 'x', 'say it otherwise'],
  ['a form with words of its own', z.string().regex(/^a$/, 'use an a'), 'x', 'use an a'],
]; // prettier-ignore

test.each(cases)('%s is told in words', (_, schema, given, words) => {
  const [first, ...more] = told(schema, given);
  expect(more).toEqual([]);
  expect(first).toContain(words);
  if (!words.endsWith(' ')) expect(first).toBe(words);
});

test('no text that was given is repeated', () => {
  const texts = [
    z.string().min(20),
    z.string().max(2),
    z.ipv4(),
    z.email(),
    z.enum(['A']),
    z.string().regex(/^a$/),
    z.int(),
  ];
  for (const schema of texts) expect(told(schema, 'hunter2').join()).not.toContain('hunter2');
  expect(told(z.union([z.int(), z.enum(['A'])]), 'hunter2').join()).not.toContain('hunter2');
});
