import { CommandFailed } from './command-failed.js';

type State =
  | { readonly is: 'begun' | 'running'; readonly work: () => void }
  | { readonly is: 'failed'; readonly endedAt: number; readonly lastWords: string };

/**
 * Work of a host beside everything else, by the name of its unit. Its time is counted in looks: the first one after it began finds
 * it running, the next one finds what became of it.
 */
export class BackgroundWork {
  private readonly units = new Map<string, State>();

  constructor(private readonly uptimeSeconds: () => number) {}

  /** Does nothing where the unit runs already. */
  begin(unit: string, work: () => void): void {
    if (this.at(unit)?.is !== 'running') this.units.set(unit, { is: 'begun', work });
  }

  /** What is under way, or how it failed; what ended well leaves nothing behind. `endedAt` is in seconds after the boot. */
  at(unit: string): { readonly is: 'running' } | Extract<State, { is: 'failed' }> | undefined {
    const state = this.units.get(unit);
    return state === undefined || state.is === 'failed' ? state : { is: 'running' };
  }

  /** The units that are under way. */
  running(): readonly string[] {
    return [...this.units].flatMap(([unit, { is }]) => (is === 'failed' ? [] : [unit]));
  }

  forget(unit: string): void {
    this.units.delete(unit);
  }

  goOn(): void {
    for (const [unit, state] of this.units) {
      if (state.is === 'begun') this.units.set(unit, { is: 'running', work: state.work });
      else if (state.is === 'running') this.end(unit, state.work);
    }
  }

  private end(unit: string, work: () => void): void {
    try {
      work();
      this.units.delete(unit);
    } catch (error) {
      if (!(error instanceof CommandFailed)) throw error;
      this.units.set(unit, { is: 'failed', endedAt: this.uptimeSeconds(), lastWords: error.message });
    }
  }
}
