import { z } from 'zod';

/** What a host said that a verdict rests on; long output is cut, the API has all of it. */
export const evidencePart = z.object({
  hostId: z.string().nullable(),
  probe: z.string().describe('Name of the question.'),
  exitCode: z.int(),
  output: z.string(),
  observedAt: z.iso.datetime().nullable(),
});

/** What makes it go away: a mutation with its input, or a command that only a person can run. */
export const remedyPart = z.object({
  title: z.string(),
  mutation: z.string().nullable(),
  input: z.record(z.string(), z.unknown()).nullable(),
  command: z.string().nullable(),
  hostId: z.string().nullable(),
});

/** By which whoever translates says what a rule says; announcements that a former version noted have none. */
export const translationPart = {
  messageCode: z
    .string()
    .nullable()
    .default(null)
    .describe('What the rule says, stable within it, for translation; null where no rule is why.'),
  parameters: z
    .record(z.string(), z.string())
    .nullable()
    .default(null)
    .describe('What fills the message; null where no rule is why, or where it is too long, as the API has all of it.'),
};

export const sampleEvidence = {
  hostId: 'SG9zdDo…',
  probe: 'storage.nfsExports []',
  exitCode: 0,
  output: '/srv/homes  192.0.2.11(rw,no_root_squash)',
  observedAt: '2026-11-25T10:15:00.000Z',
};

export const sampleRemedy = {
  title: 'Admit web-2 on files-1',
  mutation: null,
  input: null,
  command: "echo '/srv/homes 192.0.2.12(rw,no_root_squash)' >>/etc/exports && exportfs -ra",
  hostId: 'SG9zdDo…',
};
