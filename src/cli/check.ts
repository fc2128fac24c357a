import { Command } from 'commander';
import { z } from 'zod';
import { checkManifest } from '../manifest/check-manifest.js';
import { manifestDocument } from '../manifest/manifest-document.js';
import { exitCodes } from './exit-codes.js';
import { readText } from './read-text.js';
import { toldInWords } from './told-in-words.js';
import { unreadableFile } from './unreadable-file.js';

const options = z.object({ json: z.boolean().default(false), schema: z.boolean().default(false) });

function unreadable(file: string, message: string): never {
  console.log(JSON.stringify({ file, readable: false, fine: false, problems: [unreadableFile(message)] }));
  process.exit(exitCodes.usage);
}

/** For editors, hooks and CI: nothing is asked of a server or a host. */
export const check = new Command('check')
  .description('Tell everything that is wrong with the manifest of a cluster, without a server')
  .argument('[file]', 'the manifest, YAML or JSON; - for standard input')
  .option('--json', 'print what was found as JSON')
  .option('--schema', 'print the shape of a manifest as JSON Schema, for editors, and check nothing')
  .addHelpText(
    'after',
    `
Told are its shape, names that name nothing, and the rules about what it declares (docs/rules.md: "declared"), each with line,
column and what would be accepted. What only hosts can show is judged when it is applied.

Exit code:
  ${exitCodes.succeeded}    nothing stands in the way of applying it
  ${exitCodes.failed}    something in it would be refused
  ${exitCodes.usage}    it cannot be read: no such file, or neither YAML nor JSON`,
  )
  .action((file: string | undefined, given: unknown, command: Command) => {
    const { json, schema } = options.parse(given);
    if (schema) {
      process.stdout.write(manifestDocument());
      return;
    }
    if (file === undefined) command.error("error: missing required argument 'file'");
    const text = readText(file, (message) => (json ? unreadable(file, message) : command.error(message)));
    const { isText, inTheWay, told } = checkManifest(text);
    const isFine = inTheWay === 0;
    if (json) console.log(JSON.stringify({ file, readable: isText, fine: isFine, problems: told }));
    else {
      for (const one of told) console.log(toldInWords(file, one, isText ? undefined : text));
      console.log(
        `${file}: ${inTheWay === 0 ? 'nothing' : inTheWay} of this stand${inTheWay > 1 ? '' : 's'} in the way`,
      );
    }
    if (!isText) process.exitCode = exitCodes.usage;
    else process.exitCode = isFine ? exitCodes.succeeded : exitCodes.failed;
  });
