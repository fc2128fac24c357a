/** What a receiver did with a request. */
export const treatments = ['ACCEPTED', 'ANSWERED_500', 'RESET', 'STALLED'] as const;
export type Treatment = (typeof treatments)[number];

interface Message {
  readonly bodies: Set<string>;
  accepted: number;
}

/** What came to a receiver of webhooks, by message. */
export class DeliveryTally {
  readonly #messages = new Map<string, Message>();
  readonly #forged: string[] = [];
  readonly #treated = new Map<Treatment, number>();

  note(id: string, body: string, isGenuine: boolean, treatment: Treatment): void {
    const message = this.#messages.get(id) ?? { bodies: new Set(), accepted: 0 };
    this.#messages.set(id, message);
    message.bodies.add(body);
    if (treatment === 'ACCEPTED') message.accepted += 1;
    if (!isGenuine) this.#forged.push(id);
    this.#treated.set(treatment, this.treated(treatment) + 1);
  }

  treated(treatment: Treatment): number {
    return this.#treated.get(treatment) ?? 0;
  }

  get requests(): number {
    return treatments.reduce((sum, treatment) => sum + this.treated(treatment), 0);
  }

  /** Messages that were accepted at least once. */
  get accepted(): number {
    return [...this.#messages.values()].filter(({ accepted }) => accepted > 0).length;
  }

  /** Times that a message was accepted which had been accepted before. */
  get duplicates(): number {
    return this.treated('ACCEPTED') - this.accepted;
  }

  /**
   * What should not have come, or did not: each of these messages accepted, no other one, each with one body and signed at every
   * try. Empty where all is well.
   */
  troubles(sent: readonly string[]): readonly string[] {
    const known = new Set(sent);
    const lost = sent.filter((id) => (this.#messages.get(id)?.accepted ?? 0) === 0);
    const bodies = [...this.#messages].filter(([, message]) => message.bodies.size > 1).map(([id]) => id);
    return [
      ...lost.map((id) => `${id} was never accepted`),
      ...[...this.#messages.keys()].filter((id) => !known.has(id)).map((id) => `${id} is of no event`),
      ...bodies.map((id) => `${id} came with different bodies`),
      ...this.#forged.map((id) => `${id} came with a wrong signature`),
    ];
  }
}
