import { inputVariable } from '../../objectNames.js';
import type { Entity } from '../../syntax/entity.js';
import type { FieldType } from '../../syntax/field.js';
import type { Position } from '../../syntax/position.js';
import { refuse } from '../refuse.js';
import { valueType } from '../table/columnType.js';
import { ident } from '../text/ident.js';
import { type Sql, sql } from '../text/sql.js';
import { isList, itemType, type ItemType, type SqlType } from '../text/sqlType.js';
import type { Value } from '../expression/value.js';

/** A key of the payload that an action reads. */
export interface Input {
  readonly name: string;
  readonly variable: Sql;
  readonly type: SqlType;
  /** Of the acting entity's field of that name, if it has one. */
  readonly field?: FieldType;
}

/** The keys of the payload that an action reads, and their types: of the acting entity's field of that name, else of what they are used for. */
export class Inputs {
  readonly #types = new Map<string, SqlType | undefined>();
  readonly #acting: Entity;

  /** @param acting - whose action it is */
  constructor(acting: Entity) {
    this.#acting = acting;
  }

  /** By name. */
  get all(): Input[] {
    return [...this.#types]
      .map(([name, type]) => {
        const field = this.#field(name);
        return { name, variable: variableOf(name), type: type ?? 'text', ...(field && { field }) };
      })
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /**
   * @param name - of a key
   * @param wanted - SQL type that it is used as, where that is known
   * @param position - where it is used
   * @returns its variable
   * @throws SpecqlCdcError when it is a text here and a number there
   */
  use(name: string, wanted: SqlType | undefined, position: Position): Value {
    const known = this.#types.get(name) ?? this.#ownType(name);
    const type = known ?? wanted;
    if (known !== undefined && wanted !== undefined && family(known) !== family(wanted)) {
      refuse(
        position,
        `input.${name} is ${known} elsewhere, and here ${wanted}`,
        `Read two keys of the payload, one of them by a name that is no field of ${this.#acting.name}.`,
      );
    }
    this.#types.set(name, type);
    return { sql: variableOf(name), ...(type !== undefined && { type }) };
  }

  #ownType(name: string): SqlType | undefined {
    if (name === 'id') return 'uuid';
    const field = this.#field(name);
    return field && valueType(field);
  }

  #field(name: string): FieldType | undefined {
    return this.#acting.fields.find((candidate) => candidate.name === name)?.type;
  }
}

const variableOf = (name: string) => sql`${ident(inputVariable(name))}`;

/** Types that PostgreSQL converts into each other: numbers go together, and a time with a day. */
const families: Record<ItemType, string> = {
  text: 'text',
  integer: 'number',
  bigint: 'number',
  numeric: 'number',
  'numeric(19,4)': 'number',
  'double precision': 'number',
  boolean: 'boolean',
  uuid: 'uuid',
  date: 'moment',
  'timestamp with time zone': 'moment',
  'time without time zone': 'time',
  jsonb: 'jsonb',
};

const family = (type: SqlType): string => `${families[itemType(type)]}${isList(type) ? '[]' : ''}`;
