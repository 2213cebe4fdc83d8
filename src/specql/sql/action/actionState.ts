import { snakeCase } from '../../letterCase.js';
import type { Action } from '../../syntax/action.js';
import type { Entity } from '../../syntax/entity.js';
import type { Row, SqlScope } from '../expression/sqlScope.js';
import type { Model } from '../model.js';
import type { GenerateOptions } from '../generateOptions.js';
import { table } from '../relations.js';
import { ident } from '../text/ident.js';
import { join, type Sql, sql } from '../text/sql.js';
import { Inputs } from './inputs.js';
import { ownFinds } from './steps/shape.js';

/** What is known while the steps of an action are written one after the other. */
export class ActionState {
  readonly inputs: Inputs;
  readonly named = new Map<string, Row>();
  /** Names of the row that `input.id` names. */
  readonly ownNames: ReadonlySet<string>;
  /** The row of the acting entity: named by `input.id`, or inserted. Absent until there is one. */
  row: Row | undefined;
  readonly #variables = new Map<string, { readonly type: Sql; readonly start?: Sql }>();
  readonly #changed = new Map<Entity, string>();

  /**
   * @param model - the entities
   * @param entity - whose action
   * @param action - to write
   * @param options - of the run
   */
  constructor(
    readonly model: Model,
    readonly entity: Entity,
    readonly action: Action,
    readonly options: GenerateOptions,
  ) {
    this.inputs = new Inputs(entity);
    this.ownNames = new Set(ownFinds(entity, action.steps).map(({ as }) => as));
  }

  /** Entities whose rows changed, in the order in which they first did. */
  get changed(): { entity: Entity; ids: Sql }[] {
    return [...this.#changed].map(([entity, name]) => ({ entity, ids: ident(name) }));
  }

  /** What stands in DECLARE for the steps. */
  get declarations(): Sql {
    return join(
      [...this.#variables].map(
        ([name, { type, start }]) => sql`${ident(name)} ${type}${start ? sql` := ${start}` : sql``};`,
      ),
      '\n',
    );
  }

  /**
   * @param row - whose fields bare names are; the row at hand unless given
   * @returns what names mean
   */
  scope(row: Row | undefined = this.row): SqlScope {
    return { model: this.model, inputs: this.inputs, row, named: this.named, acting: this.entity };
  }

  /**
   * @param name - of a variable
   * @param type - of it
   * @param start - its first value
   * @returns the variable, declared once
   */
  variable(name: string, type: Sql, start?: Sql): Sql {
    this.#variables.set(name, { type, ...(start && { start }) });
    return ident(name);
  }

  /**
   * @param name - of a variable that holds a row
   * @param entity - of the row
   * @returns the row
   */
  rowVariable(name: string, entity: Entity): Row {
    return { entity, sql: this.variable(name, table(entity)) };
  }

  /**
   * @param entity - whose rows change
   * @param ids - a uuid or an array of them
   * @returns the statement that remembers them, to write their documents at the end
   */
  remember(entity: Entity, ids: Sql): Sql {
    let name = this.#changed.get(entity);
    if (name === undefined) {
      const same = [...this.#changed.keys()].filter((other) => snakeCase(other.name) === snakeCase(entity.name));
      name = `v_changed_${snakeCase(entity.name)}${same.length > 0 ? `_${same.length + 1}` : ''}`;
      this.#changed.set(entity, name);
      this.variable(name, sql`uuid[]`, sql`'{}'`);
    }
    return sql`${ident(name)} := ${ident(name)} || ${ids};`;
  }
}

/**
 * @param entity - whose rows
 * @param row - their alias
 * @returns the condition under which a row is there for this mutation: of its tenant, and not deleted
 */
export function isThere(entity: Entity, row: Sql): Sql {
  return entity.tenant
    ? sql`${row}.tenant_id = v_tenant_id and ${row}.deleted_at is null`
    : sql`${row}.deleted_at is null`;
}
