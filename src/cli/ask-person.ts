import { createInterface } from 'node:readline';

/** Where a person is asked and answers. */
export interface Terminal {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
}

/** Asks on a terminal. Anything but a yes is a no, so is a terminal that ends. */
export function askPerson(
  question: string,
  { input, output }: Terminal = { input: process.stdin, output: process.stderr },
): Promise<boolean> {
  const terminal = createInterface({ input, output });
  return new Promise((resolve) => {
    const end = (): void => {
      output.write('\n');
      resolve(false);
    };
    terminal.once('close', end);
    terminal.question(`${question} [y/N] `, (answer) => {
      terminal.off('close', end).close();
      resolve(/^y(es)?$/i.test(answer.trim()));
    });
  });
}
