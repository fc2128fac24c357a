import { z } from 'zod';
import { ask } from '../src/cli/client/ask.js';

/** A business failure as the API reports it. */
const userError = z.object({
  code: z.string(),
  message: z.string(),
  field: z.array(z.string()),
  rule: z.object({ id: z.string() }).nullish(),
});

/** Speaks GraphQL over HTTP with a bearer token: all that the quickstart uses of Hostwright. */
export class ApiClient {
  constructor(
    readonly url: string,
    readonly token: string,
  ) {}

  async request<T>(document: string, variables: Record<string, unknown>, shape: z.ZodType<T>): Promise<T> {
    return ask(this, document, variables, shape);
  }

  /** Runs one mutation with one input; user errors end the quickstart with their own words. */
  async mutate<T>(
    name: string,
    inputType: string,
    selection: string,
    input: object,
    payload: z.ZodType<T>,
  ): Promise<T> {
    const document = `mutation Run($input: ${inputType}!) { ${name}(input: $input) { ${selection} userErrors { code message field rule { id } } } }`;
    const shape = z.object({ [name]: z.looseObject({ userErrors: z.array(userError) }) });
    const data = await this.request(document, { input }, shape);
    const result = data[name];
    if (result === undefined) throw new Error(`${name}: no payload`);
    if (result.userErrors.length > 0) {
      throw new Error(
        `${name}: ${result.userErrors.map((error) => `${error.code}${error.rule ? ` (${error.rule.id})` : ''}: ${error.message}`).join('; ')}`,
      );
    }
    return payload.parse(result);
  }
}
