import { visit, type Document, type ErrorCode, type YAMLParseError } from 'yaml';

/** What keeps a text from being YAML, in the words of who writes it. */
interface TextProblem {
  readonly offset: number;
  readonly message: string;
}

const unlike =
  'indented unlike the lines around it; keys of one map, and the items of one list, begin at the same column';
const byCode: Partial<Readonly<Record<ErrorCode, string>>> = {
  TAB_AS_INDENT: 'a tab indents this line; indent it with spaces',
  MULTILINE_IMPLICIT_KEY: 'a colon and a space are missing in this line; write it as "key: value"',
  DUPLICATE_KEY: 'this key is here twice; leave out one of them',
  MULTIPLE_DOCS: 'a second document begins here; a manifest is one, so leave out the ---',
  BAD_SCALAR_START: 'a value that begins with this character has to be in quotes',
};

/** The same error, at what a person has to mend, and with what was expected there. */
export function textProblem(document: Document.Parsed, text: string, error: YAMLParseError): TextProblem {
  const { code, message } = error;
  const [offset] = error.pos;
  const known = byCode[code];
  if (known !== undefined) return { offset, message: known };
  if (code === 'BLOCK_AS_IMPLICIT_KEY') {
    const [line = ''] = text.slice(offset).split('\n', 1);
    return /:(?:\s|$)/.test(line)
      ? {
          offset,
          message: 'a second key in one line; put it into a line of its own, or the value with its colon in quotes',
        }
      : {
          offset,
          message:
            'the next line is indented more than this one, which has a value already; begin both at the same column',
        };
  }
  if (code === 'MISSING_CHAR' && /closing .quote/.test(message)) {
    return { offset: openQuote(document, offset) ?? offset, message: 'the quote that begins here is not closed' };
  }
  if (code === 'MISSING_CHAR' && message.startsWith('Sequence item without')) return { offset, message: unlike };
  if (code === 'BAD_INDENT') {
    const closing = /end with a (.)$/.exec(message)?.[1];
    if (closing === undefined) return { offset, message: unlike };
    return {
      offset,
      message: `a ${closing} is missing before this: what ${closing === ']' ? '[' : '{'} opened is not closed`,
    };
  }
  return { offset, message };
}

function openQuote(document: Document.Parsed, end: number): number | undefined {
  let found: number | undefined;
  visit(document, {
    Scalar(_, { type, range }) {
      if (type?.startsWith('QUOTE') === true && range != null && range[1] >= end) found = range[0];
    },
  });
  return found;
}
