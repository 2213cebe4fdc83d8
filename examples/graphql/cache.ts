import type { ResponseCascade } from '../../src/index.js';

/** Fields of an entity; a nested entity is stored apart, and only its key stands here. */
export type Fields = Readonly<Record<string, unknown>>;

/** In the place of an entity: where it is in the cache. */
export interface Reference {
  readonly __ref: string;
}

/**
 * A normalised cache, as GraphQL clients keep it: each entity once, by type and id. What queries returned is kept until a mutation says that
 * it is stale.
 */
export class Cache {
  readonly #entities = new Map<string, Fields>();
  readonly #queries = new Map<string, unknown>();

  /** @returns the keys and fields of all entities */
  get entities(): ReadonlyMap<string, Fields> {
    return this.#entities;
  }

  /** Keeps the result of a query. */
  setQuery(name: string, result: unknown): void {
    this.#queries.set(name, this.#store(result));
  }

  /** @returns what the query returned, with references for entities; undefined when it has to be asked again */
  query(name: string): unknown {
    return this.#queries.get(name);
  }

  /**
   * Follows a mutation: first its data, then what it changed, then what it deleted, then what is stale.
   *
   * @param data - what the mutation returned; its objects with `__typename` and `id` are entities
   * @param cascade - what it changed
   */
  follow(data: unknown, cascade: ResponseCascade): void {
    this.#store(data);
    for (const { __typename, id, entity } of cascade.updated) this.#store({ ...(entity as Fields), __typename, id });
    for (const { __typename, id } of cascade.deleted) this.#entities.delete(`${__typename}:${id}`);
    for (const { queryName, scope } of cascade.invalidations) this.#invalidate(queryName, scope);
  }

  #invalidate(name: string, scope = 'PREFIX'): void {
    for (const query of this.#queries.keys()) {
      if (scope === 'ALL' || query === name || (scope === 'PREFIX' && query.startsWith(name)))
        this.#queries.delete(query);
    }
  }

  #store(value: unknown): unknown {
    if (Array.isArray(value)) return value.map((element) => this.#store(element));
    if (typeof value !== 'object' || value === null) return value;
    const fields: Fields = Object.fromEntries(Object.entries(value).map(([name, field]) => [name, this.#store(field)]));
    const { __typename: type, id } = fields;
    if (typeof type !== 'string' || typeof id !== 'string') return fields;
    const key = `${type}:${id}`;
    // A document may have other fields than the row: both together are what is known.
    this.#entities.set(key, { ...this.#entities.get(key), ...fields });
    return { __ref: key } satisfies Reference;
  }
}
