import { z } from 'zod';

/** A failed step, as the engine tells of it. */
export const announcedFailure = z.object({
  stepId: z.uuid(),
  hostId: z.uuid(),
  kind: z.string(),
  key: z.string().nullable(),
  /** The key in words of people; announcements that a former version noted have none. */
  subject: z.string().nullish(),
  members: z.int(),
  message: z.string(),
});
export type AnnouncedFailure = z.infer<typeof announcedFailure>;

/** Something that happened, in row ids; the message to endpoints is made from it. Stored as JSON in the outbox. */
const announcement = z.object({
  kind: z.string(),
  hostId: z.uuid().nullish(),
  stepId: z.uuid().nullish(),
  failures: z.array(announcedFailure).optional(),
  /** Values that go into the message as they are. */
  details: z.record(z.string(), z.unknown()).optional(),
});
export type Announcement = z.infer<typeof announcement>;

/** An announcement as the outbox keeps it: with the id of its message, so that sending it again cannot double it. */
export const keptAnnouncement = announcement.extend({
  messageId: z.uuid(),
  operationId: z.uuid().nullable(),
  sequence: z.int().nullable(),
});
export type KeptAnnouncement = z.infer<typeof keptAnnouncement>;
