import { z } from 'zod';
import type { EventKind } from '../src/events/event-kind.js';
import { eventKinds } from '../src/events/registry.js';

function section({ name, firedWhen, sent, sample }: EventKind): string {
  return `## ${name}

Fired when ${firedWhen}.${sent ? '' : '\n\n**Not sent yet**: nothing in Hostwright causes it so far.'}

JSON Schema: [events/${name}.json](events/${name}.json)

\`\`\`json
${JSON.stringify(sample, null, 2)}
\`\`\`
`;
}

function document(): string {
  return `# Events

Generated from the registry by \`npm run generate:events\`; do not edit. How they are delivered: [webhooks](webhooks.md).

Each section is the kind of an event, \`type\` in its body, with the whole body as it may come. Ids are those of the API. More
fields and more kinds may be added at any time: ignore what you do not know.

${eventKinds.map(section).join('\n')}`;
}

function schemaOf({ name, firedWhen, body }: EventKind): string {
  const schema = z.toJSONSchema(body, { io: 'input' });
  return `${JSON.stringify({ title: name, description: `Fired when ${firedWhen}.`, ...schema }, null, 2)}\n`;
}

/** Every committed file about events, by its path within `docs`. */
export function eventFiles(): readonly { readonly path: string; readonly text: string }[] {
  return [
    { path: 'events.md', text: document() },
    ...eventKinds.map((kind) => ({ path: `events/${kind.name}.json`, text: schemaOf(kind) })),
  ];
}
