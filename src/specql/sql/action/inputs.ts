import type { Entity } from '../../syntax/entity.js';
import type { Position } from '../../syntax/position.js';
import { refuse } from '../refuse.js';
import { valueType } from '../table/columnType.js';
import { ident } from '../text/ident.js';
import { type Sql, sql } from '../text/sql.js';
import type { Value } from '../expression/value.js';

/** A key of the payload that an action reads. */
export interface Input {
  readonly name: string;
  readonly variable: Sql;
  /** SQL type. */
  readonly type: string;
}

/** The keys of the payload that an action reads, and their types: of the acting entity's field of that name, else of what they are used for. */
export class Inputs {
  readonly #types = new Map<string, string | undefined>();
  readonly #acting: Entity;

  /** @param acting - whose action it is */
  constructor(acting: Entity) {
    this.#acting = acting;
  }

  /** By name. */
  get all(): Input[] {
    return [...this.#types]
      .map(([name, type]) => ({ name, variable: variableOf(name), type: type ?? 'text' }))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /**
   * @param name - of a key
   * @param wanted - SQL type that it is used as, where that is known
   * @param position - where it is used
   * @returns its variable
   * @throws SpecqlCdcError when it is a text here and a number there
   */
  use(name: string, wanted: string | undefined, position: Position): Value {
    const known = this.#types.get(name) ?? this.#ownType(name);
    const type = known ?? wanted;
    if (known !== undefined && wanted !== undefined && kind(known) !== kind(wanted)) {
      refuse(
        position,
        `input.${name} is ${known} elsewhere, and here ${wanted}`,
        `Read two keys of the payload, one of them by a name that is no field of ${this.#acting.name}.`,
      );
    }
    this.#types.set(name, type);
    return { sql: variableOf(name), ...(type !== undefined && { type }) };
  }

  #ownType(name: string): string | undefined {
    if (name === 'id') return 'uuid';
    const field = this.#acting.fields.find((candidate) => candidate.name === name);
    return field && valueType(field.type).text;
  }
}

const variableOf = (name: string) => sql`${ident(`v_input_${name}`)}`;

/** Numbers go together, and a time with a day; PostgreSQL converts them. */
function kind(type: string): string {
  if (/^(integer|bigint|numeric|double precision)/.test(type)) return type.endsWith('[]') ? 'numbers' : 'number';
  return /^(date|timestamp)/.test(type) ? 'moment' : type;
}
