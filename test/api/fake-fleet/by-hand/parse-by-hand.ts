/** One command of what a person types, and what became of the one before that it is run after. */
export interface HandCommand {
  readonly after: '&&' | '||' | ';';
  readonly negated: boolean;
  readonly argv: readonly string[];
  readonly redirect: { readonly path: string; readonly append: boolean } | null;
}

const token = /\s*(?:(&&|\|\||;)|(>>?)|((?:'[^']*'|[^\s'"&;|<>$`*(){}])+))/y;

function unquoted(word: string): string {
  return word.replaceAll(/'([^']*)'/g, '$1');
}

/**
 * Simple commands, as the breakages of most kinds are: words, quotes, a redirection, one after the other. Undefined for whatever
 * needs a real shell.
 */
export function parseByHand(script: string): readonly HandCommand[] | undefined {
  const commands: HandCommand[] = [];
  let after: HandCommand['after'] = ';';
  let argv: string[] = [];
  let redirect: HandCommand['redirect'] = null;
  let redirecting: '>' | '>>' | undefined;
  const end = (): void => {
    const negated = argv[0] === '!';
    commands.push({ after, negated, argv: negated ? argv.slice(1) : argv, redirect });
    argv = [];
    redirect = null;
  };
  token.lastIndex = 0;
  const text = script.trim();
  while (token.lastIndex < text.length) {
    const [, joint, arrow, word] = token.exec(text) ?? [];
    if (joint === '&&' || joint === '||' || joint === ';') {
      end();
      after = joint;
    } else if (arrow === '>' || arrow === '>>') redirecting = arrow;
    else if (word === undefined) return undefined;
    else if (redirecting === undefined) argv.push(unquoted(word));
    else {
      redirect = { path: unquoted(word), append: redirecting === '>>' };
      redirecting = undefined;
    }
  }
  end();
  return commands;
}
