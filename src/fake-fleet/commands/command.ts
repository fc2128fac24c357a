import type { FakeHost } from '../model/fake-host.js';

/**
 * A program of a fake host. It answers its standard output and throws `CommandFailed` for any other exit code than 0; options
 * that it does not know are a failure too, so that nothing is done by half.
 */
export interface FakeCommand {
  readonly program: string;
  run(host: FakeHost, args: readonly string[], stdin: string): string;
}
