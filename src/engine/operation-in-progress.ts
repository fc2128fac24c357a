/** Another operation holds what a new one would work on; nothing was written. */
export class OperationInProgress extends Error {
  override readonly name = 'OperationInProgress';

  constructor(readonly operationId: string) {
    super(`Operation ${operationId} is still under way`);
  }
}
