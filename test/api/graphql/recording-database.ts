import type { z } from 'zod';
import type { Database, Sql } from '../../../src/ports/sql.js';

/** A database that writes down the text of every statement, so that tests can count them and read what they read. */
export class RecordingDatabase implements Database {
  readonly statements: string[] = [];
  /** How many listen for notifications. */
  listening = 0;
  /** Stands in for the next statements, for failures that a real database does not have at hand. */
  failure: Error | undefined;

  constructor(private readonly inner: Database) {}

  query<T>(text: string, params: readonly unknown[], row: z.ZodType<T>): Promise<T[]> {
    return this.recorded(this.inner).query(text, params, row);
  }

  execute(text: string, params: readonly unknown[]): Promise<number> {
    return this.recorded(this.inner).execute(text, params);
  }

  transaction<T>(work: (sql: Sql) => Promise<T>): Promise<T> {
    return this.inner.transaction((sql) => work(this.recorded(sql)));
  }

  async listen(channel: string, heard: (payload: string) => void): Promise<() => Promise<void>> {
    const stop = await this.inner.listen(channel, heard);
    this.listening += 1;
    return async () => {
      this.listening -= 1;
      await stop();
    };
  }

  close(): Promise<void> {
    return this.inner.close();
  }

  private recorded(sql: Sql): Sql {
    const note = (text: string): void => {
      if (this.failure !== undefined && !text.includes('api_token')) throw this.failure;
      this.statements.push(text);
    };
    return {
      query: async (text, params, row) => {
        note(text);
        return sql.query(text, params, row);
      },
      execute: async (text, params) => {
        note(text);
        return sql.execute(text, params);
      },
    };
  }
}
