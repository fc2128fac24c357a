import fc from 'fast-check';
import { Secret } from '../../../../src/domain/secret.js';
import { parseChange } from '../../../../src/fake-fleet/script/parse-change.js';
import { parseLook } from '../../../../src/fake-fleet/script/parse-look.js';
import { parseUndo } from '../../../../src/fake-fleet/script/parse-undo.js';
import { noSecrets } from '../../../../src/fake-fleet/script/script-body.js';
import { UnknownScript } from '../../../../src/fake-fleet/script/scanner.js';
import type { Question } from '../../../../src/probes/probe.js';
import type { Change } from '../../../../src/steps/change.js';
import { renderUndo } from '../../../../src/steps/harness/confirmed-change.js';
import { renderChange, type OpenedSecrets } from '../../../../src/steps/harness/render-change.js';
import { renderLook } from '../../../../src/steps/harness/render-look.js';

const nonce = '0123456789abcdef0123456789abcdef';
const text = fc.string({ unit: 'grapheme' }).map((value) => value.replaceAll('\0', ''));
const awkward = fc.oneof(
  text,
  fc.constantFrom("'", "''", "'\\''", '\n', 'HW_END', '\nHW_END\n', ')\nhw_code=$?; ', 'fi', ' '),
);
const argv = fc.tuple(awkward, fc.array(awkward)).map(([program, rest]): [string, ...string[]] => [program, ...rest]);
const sha256 = fc.constant('ab'.repeat(32));
const name = fc.stringMatching(/^[A-Z_]+$/);

const change: fc.Arbitrary<Change> = fc.oneof(
  argv.map((words): Change => ({ do: 'run', argv: words })),
  fc.tuple(argv, awkward).map(([words, stdin]): Change => ({ do: 'run', argv: words, stdin })),
  argv.map((words): Change => ({ do: 'run', argv: words, alsoOk: [2, 32] })),
  fc
    .tuple(awkward, awkward, fc.option(sha256))
    .map(([path, content, replaces]): Change => ({ do: 'writeFile', path, content, mode: '0644', replaces })),
  fc.tuple(awkward, sha256).map(([path, replaces]): Change => ({ do: 'removeFile', path, replaces })),
  awkward.map((path): Change => ({ do: 'makeDirectory', path, mode: '0711', owner: 'root', group: '20001' })),
  awkward.map((path): Change => ({ do: 'removeDirectory', path })),
  fc.tuple(awkward, argv, fc.dictionary(name, awkward)).map(([unit, words, environment]): Change => {
    return { do: 'startUnit', unit, argv: words, maxSeconds: 900, environment };
  }),
);
const changes = fc.array(change, { maxLength: 4 });

describe('the scripts of the harness are read back as what they were rendered from', () => {
  it('changes, with the units that wait for others', () => {
    const units = fc
      .array(changes, { maxLength: 4 })
      .map((lists) =>
        lists.map((list, index) => ({ changes: list, after: Array.from({ length: index % 3 }, (_, other) => other) })),
      );
    fc.assert(
      fc.property(units, fc.nat(), (given, fence) => {
        expect(parseChange(renderChange(given, fence, nonce, noSecrets))).toEqual({ nonce, fence, units: given });
      }),
    );
  });

  it('looks, with the arguments and the secrets of their questions', () => {
    const asked = fc.tuple(fc.constantFrom('uname -n', 'a\nb', '[ -L "$1" ]'), fc.array(awkward), fc.option(awkward));
    fc.assert(
      fc.property(fc.array(asked), (given) => {
        const questions = given.map(([script, args, stdin], index): Question => {
          const secret = stdin === null ? {} : { secret: { secretId: String(index), version: 1 } };
          return { via: 'shell', script, args, ...secret };
        });
        const opened: OpenedSecrets = ({ secretId }) => new Secret(given[Number(secretId)]?.[2] ?? '');
        expect(parseLook(renderLook(questions, nonce, opened))).toEqual({
          nonce,
          questions: given.map(([script, args, stdin]) => {
            return { via: 'shell', script, args, ...(stdin === null ? {} : { stdin }) };
          }),
        });
      }),
    );
  });

  it('what a timer undoes', () => {
    fc.assert(
      fc.property(changes, fc.nat(), (given, fence) => {
        expect(parseUndo('/run/x', renderUndo('/run/x', fence, given, noSecrets))).toEqual({ fence, changes: given });
      }),
    );
  });
});

describe('what the harness did not render is refused', () => {
  const rendered = renderChange([{ changes: [{ do: 'run', argv: ['true'] }], after: [] }], 1, nonce, noSecrets);

  it.each([
    ['a script of somebody else', 'rm -rf /\n'],
    ['half a script', rendered.slice(0, -20)],
    ['a script with a command more', rendered.replace("'true'\n", "'true'\nreboot\n")],
    ['a script with a word that is not quoted', rendered.replace("'true'", 'true')],
  ])('%s', (_, script) => {
    expect(() => parseChange(script)).toThrow(UnknownScript);
    expect(() => parseLook(script)).toThrow(UnknownScript);
    expect(() => parseUndo('/run/x', script)).toThrow(UnknownScript);
  });
});
