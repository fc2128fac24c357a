/** A command of a fake host ended with another exit code than 0. The message is its standard error, without a newline. */
export class CommandFailed extends Error {
  constructor(
    readonly exitCode: number,
    message: string,
  ) {
    super(message);
  }
}
