import type { Entity } from '../../syntax/entity.js';
import { type Model, type Reference, referencesOf } from '../model.js';
import { keyName } from '../../objectNames.js';
import { refresh, table, view } from '../relations.js';
import { comments } from '../text/comment.js';
import { dollarQuoted } from '../text/dollarQuoted.js';
import { ident } from '../text/ident.js';
import { literal } from '../text/literal.js';
import { join, none, type Sql, sql } from '../text/sql.js';
import { privateFields } from './tableColumns.js';
import { document, fieldValue } from './document.js';

/**
 * @param model - the entities
 * @param entity - whose table view
 * @returns the function that writes one document, and this entity's part of the documents that embed it
 */
export function refreshFunction(model: Model, entity: Entity): Sql {
  const name = refresh(entity);
  return sql`
    ${comments([
      `${name.text}(p_id uuid) returns void`,
      `Writes the document of one ${entity.name} and its part in the documents that embed it. Without the row, or when it is`,
      'deleted, its document goes. Locks are taken before documents are read: two mutations never leave a stale one.',
      `  p_id  id of the ${entity.name}`,
    ])}
    create or replace function ${name}(p_id uuid) returns void
    language plpgsql volatile
    set search_path = pg_catalog, pg_temp
    as ${dollarQuoted(sql`
      #variable_conflict use_variable
      declare
        v_before jsonb;
        v_after jsonb;
      begin
        ${join([lockReferences(model, entity), ownDocument(model, entity), others(model, entity)], '\n\n')}
      end
    `)};
    revoke all on function ${name}(uuid) from public;
    comment on function ${name}(uuid) is ${literal(`Writes the document of one ${entity.name}, and its part in others.`)};
  `;
}

/** What is embedded stays as it is until this transaction ends: whoever changes it later refreshes this document then. */
function lockReferences(model: Model, entity: Entity): Sql {
  return join(
    referencesOf(entity).map((reference) => {
      const target = model.entity(reference, reference.field.position);
      const keys = sql`(select t.${ident(reference.column)} from ${table(entity)} t where t.id = p_id)`;
      return sql`perform from ${table(target)} r where r.${ident(keyName(target))} = ${keys} for share;`;
    }),
    '\n',
  );
}

function ownDocument(model: Model, entity: Entity): Sql {
  const tenant = entity.tenant ? sql`tenant_id, ` : none;
  const tenantValue = entity.tenant ? sql`t.tenant_id, ` : none;
  const update = entity.tenant
    ? sql`set tenant_id = excluded.tenant_id, data = excluded.data`
    : sql`set data = excluded.data`;
  return sql`
    select v.data into v_before from ${view(entity)} v where v.id = p_id for update;
    insert into ${view(entity)} as v (id, ${tenant}data)
    select
      t.id, ${tenantValue}${document(model, entity, sql`t`)}
    from ${table(entity)} t
    where t.id = p_id and t.deleted_at is null
    on conflict (id) do update ${update}
    returning v.data into v_after;
    if not found then
      delete from ${view(entity)} v where v.id = p_id;
    end if;
  `;
}

/** Counters and times are embedded nowhere: when nothing else changed, the documents of others stay as they are. */
function others(model: Model, entity: Entity): Sql {
  const referrers = model.referrers(entity);
  if (referrers.length === 0) return none;
  const apart = join(
    [...model.counters(entity), ...privateFields(entity), 'created_at', 'updated_at'].map(literal),
    ', ',
  );
  return sql`
    if v_before - array[${apart}] = v_after - array[${apart}] then
      return;
    end if;
    ${join(
      referrers.map(({ entity: other, reference }) => part(model, entity, other, reference)),
      '\n',
    )}
  `;
}

function part(model: Model, entity: Entity, other: Entity, { field, column }: Reference): Sql {
  const key = sql`(select r.${ident(keyName(entity))} from ${table(entity)} r where r.id = p_id)`;
  const refers = sql`t.${ident(column)} = ${key}`;
  return sql`
    perform from ${view(other)} v
    where v.id in (select t.id from ${table(other)} t where ${refers})
    order by v.id for update;
    update ${view(other)} v
    set data = v.data || jsonb_build_object(${literal(field.name)}, ${fieldValue(model, other, field.name, sql`t`)})
    from ${table(other)} t
    where t.id = v.id and ${refers};
  `;
}
