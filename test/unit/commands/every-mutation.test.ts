import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSchema } from 'graphql';

const root = join(__dirname, '..', '..', '..');
const commandsFolder = join(root, 'src', 'commands');
const commandFiles = readdirSync(commandsFolder, { recursive: true, encoding: 'utf8' }).filter((file) =>
  file.endsWith('.command.ts'),
);
const mutations =
  buildSchema(readFileSync(join(root, 'schema.graphql'), 'utf8'))
    .getMutationType()
    ?.getFields() ?? {};

describe('the commands', () => {
  it.each(commandFiles)('%s is the mutation of its name', (file) => {
    const text = readFileSync(join(commandsFolder, file), 'utf8');
    const [, name] = /^export const (\w+): Command</m.exec(text) ?? [];
    expect(Object.keys(mutations)).toContain(name);
    expect(text).toContain(`  name: '${name}',\n`);
    const kebab = name?.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    expect(file.split('/').at(-1)).toBe(`${kebab}.command.ts`);
  });

  it('are all mutations that there are', () => {
    expect(commandFiles).toHaveLength(Object.keys(mutations).length);
  });
});
