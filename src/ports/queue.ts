/** What the queue of tasks carries: ids only. It may be lost, doubled, late or out of order without harm. */
export interface TaskMessage {
  readonly tenantId: string;
  readonly taskId: string;
}

/** The same for webhooks: one message on its way to one endpoint. */
export interface DeliveryMessage {
  readonly tenantId: string;
  readonly deliveryId: string;
}

export interface Queue<Message = TaskMessage> {
  send(messages: readonly Message[]): Promise<void>;
}
