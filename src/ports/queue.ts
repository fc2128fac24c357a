/** What a queue carries: ids only. It may be lost, doubled, late or out of order without harm. */
export interface TaskMessage {
  readonly tenantId: string;
  readonly taskId: string;
}

export interface Queue {
  send(messages: readonly TaskMessage[]): Promise<void>;
}
