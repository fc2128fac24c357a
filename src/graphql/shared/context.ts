import type { Caller } from '../../commands/caller.js';
import type { Answered, Command, CommandInput } from '../../commands/command.js';
import type { Judgements } from '../../commands/compliance/judgements.js';
import type { OperationEventRow } from '../../reads/operation-events.js';
import type { Reads } from '../../reads/reads.js';

/** What one request carries. Resolvers reach nothing else of the program. */
export interface Context {
  readonly caller: Caller;
  readonly reads: Reads;
  readonly judgements: Judgements;
  /** The events of an operation behind a number, as they come. */
  follow(operationId: string, after: number): Promise<AsyncIterable<OperationEventRow>>;
  /** Runs a mutation's command in the caller's name. */
  execute<I extends CommandInput, Raw>(command: Command<I, Raw>, input: object): Promise<Answered>;
}
