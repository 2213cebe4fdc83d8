import { Cache, type Fields } from '../../../examples/graphql/cache.js';
import type { CascadeResponse } from '../../../src/index.js';
import { valid } from '../../harness/schemas.js';

const answer = '{ success errors { message code domainCode } data cascade }';

/** A client over HTTP, whose cache follows its mutations. */
export class Client {
  readonly cache = new Cache();

  /** @param url - of the server */
  constructor(readonly url: string) {}

  /**
   * @param name - of a query without arguments
   * @returns the entities, which the cache has now too
   */
  async query(name: string): Promise<Fields[]> {
    const found = (await this.#post(`{ ${name} }`))[name] as Fields[];
    this.cache.setQuery(name, found);
    return found;
  }

  /**
   * @param field - a mutation with its arguments, as in `deleteCustomer(id: $id)`
   * @param parameters - as in `$id: ID!`
   * @param variables - their values
   * @returns the response, which keeps to the published schema
   */
  async mutate(field: string, parameters: string, variables: Fields): Promise<CascadeResponse> {
    const result = await this.#post(`mutation (${parameters}) { ${field} ${answer} }`, variables);
    const response = valid('cascade-response', Object.values(result)[0]);
    this.cache.follow(response.data, response.cascade);
    return response;
  }

  /**
   * Subscribes, by server-sent events.
   *
   * @param fields - of a change
   * @returns the changes; ends when the server does
   */
  async *changes(fields: string): AsyncGenerator<Fields> {
    const query = encodeURIComponent(`subscription { changes { ${fields} } }`);
    const { body } = await fetch(`${this.url}?query=${query}`, { headers: { accept: 'text/event-stream' } });
    let text = '';
    const decoder = new TextDecoder();
    for await (const chunk of body as unknown as AsyncIterable<Uint8Array>) {
      text += decoder.decode(chunk, { stream: true });
      const messages = text.split('\n\n');
      text = messages.pop() ?? '';
      for (const message of messages) {
        const data = /^data: (.*)$/m.exec(message)?.[1];
        if (data) yield (JSON.parse(data) as { data: { changes: Fields } }).data.changes;
      }
    }
  }

  async #post(query: string, variables: Fields = {}): Promise<Fields> {
    const response = await fetch(this.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query, variables }),
    });
    const { data, errors } = (await response.json()) as { data: Fields; errors?: unknown };
    if (errors !== undefined) throw new Error(JSON.stringify(errors));
    return data;
  }
}
