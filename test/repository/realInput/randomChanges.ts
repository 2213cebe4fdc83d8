import type pg from 'pg';
import { rows } from '../../harness/query.js';

interface Table {
  name: string;
  /** Columns that may be set to another value of the same column, being in no key or reference. */
  free: string[];
  /** The one integer column of its primary key, when there is such. */
  id: string | null;
  columns: string[];
}

/**
 * Changes rows of a schema that nobody here knows: real statements, of which some fail on its constraints.
 *
 * @param sql - a connection whose search path has the tables
 * @param options - `count`: how many statements are to succeed, `seed`: the same seed gives the same choices
 * @returns how many succeeded, by kind
 */
export async function changeAtRandom(
  sql: pg.ClientBase,
  { count, seed }: { count: number; seed: number },
): Promise<Record<string, number>> {
  const tables = await filledTables(sql);
  const random = randomNumbers(seed);
  const done: Record<string, number> = {};
  for (let successes = 0, attempts = 0; successes < count && attempts < 10 * count; attempts += 1) {
    const table = pick(tables, random);
    const [kind, statement] = pick(statements(table, random), random);
    if (await succeeds(sql, statement)) {
      successes += 1;
      done[kind] = (done[kind] ?? 0) + 1;
    }
  }
  return done;
}

function filledTables(sql: pg.ClientBase): Promise<Table[]> {
  return rows(
    sql,
    `select c.oid::regclass::text as name,
       array_agg(quote_ident(a.attname)) as columns,
       coalesce(array_agg(quote_ident(a.attname)) filter (where not exists (
         select from pg_constraint k where k.conrelid = c.oid and k.contype in ('p', 'f') and a.attnum = any (k.conkey))), '{}') as free,
       (select quote_ident(b.attname) from pg_constraint k join pg_attribute b on b.attrelid = c.oid and k.conkey = array[b.attnum]
        where k.conrelid = c.oid and k.contype = 'p' and b.atttypid in ('integer'::regtype, 'bigint'::regtype)) as id
     from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
     where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
       and (xpath('/row/n/text()', query_to_xml(format('select count(*) as n from %s', c.oid::regclass), false, true, '')))[1]::text <> '0'
     group by c.oid order by 1`,
  ) as unknown as Promise<Table[]>;
}

function statements({ name, free, id, columns }: Table, random: () => number): [kind: string, statement: string][] {
  const some = (most: number) =>
    `select ctid from ${name} order by ctid limit ${1 + Math.floor(random() * most)}
     offset floor(${random()} * (select count(*) from ${name}))`;
  const all: [string, string][] = [['delete', `delete from ${name} where ctid in (${some(2)})`]];
  if (free.length > 0) {
    const column = pick(free, random);
    const other = `(select ${column} from ${name} order by ctid limit 1 offset floor(${random()} * (select count(*) from ${name})))`;
    all.push(['update', `update ${name} set ${column} = ${other} where ctid in (${some(50)})`]);
  }
  if (id !== null) {
    const copied = columns.map((column) =>
      column === id ? `(select max(${id}) from ${name}) + row_number() over ()` : column,
    );
    all.push(
      ['key change', `update ${name} set ${id} = ${id} + (select max(${id}) from ${name}) where ctid in (${some(3)})`],
      [
        'insert',
        `insert into ${name} (${columns.join()}) select ${copied.join()} from ${name} where ctid in (${some(20)})`,
      ],
      [
        'upsert',
        `insert into ${name} (${columns.join()}) select ${columns.join()} from ${name} where ctid in (${some(5)})
         on conflict (${id}) do update set ${pick(columns, random)} = default`,
      ],
      [
        'merge',
        `merge into ${name} t using (select * from ${name} where ctid in (${some(5)})) s on t.${id} = s.${id} and t.${id} % 2 = 0
         when matched then delete when not matched then do nothing`,
      ],
    );
  }
  return all;
}

/** A statement that changes nothing counts for nothing. */
async function succeeds(sql: pg.ClientBase, statement: string): Promise<boolean> {
  try {
    const { rowCount } = await sql.query(statement);
    return (rowCount ?? 0) > 0;
  } catch {
    return false;
  }
}

/** Mulberry32. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

function pick<T>(list: readonly T[], random: () => number): T {
  const item = list[Math.floor(random() * list.length)];
  if (item === undefined) throw new RangeError('nothing to choose from');
  return item;
}
