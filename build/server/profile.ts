import { appendFile } from 'node:fs/promises';

/**
 * A PL/pgSQL function of schema app, and which of its statements ran. Trigger functions are none of them: the profiler analyses dynamic SQL
 * by itself, where it does not know their transition tables, and fails the statement.
 */
export interface ProfiledFunction {
  /** Its signature; of a generated one the name with `<entity>` in the place of the entity. */
  name: string;
  /** Whether it was generated for an entity, not installed. */
  generated: boolean;
  /** Of each statement its kind. Generated functions of one name differ in it, by the form of the table. */
  statements: string[];
  lines: number[];
  executed: boolean[];
}

type Query = (sql: string) => Promise<{ rows: unknown[] }>;

const functions = `
  select coalesce(case when d.objid is not null then p.oid::regprocedure::text end, g.name) as name, d.objid is null as generated,
    s.statements, s.lines, s.executed
  from pg_proc p
  join pg_language l on l.oid = p.prolang and l.lanname = 'plpgsql'
  left join (pg_depend d join pg_extension e on e.oid = d.refobjid and d.refclassid = 'pg_extension'::regclass and e.extname = 'specql_cdc')
    on d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e'
  cross join lateral (select 'app.' || case
    when p.proname like 'collect\\_%\\_changes' then 'collect_<entity>_changes'
    when p.proname like 'get\\_%\\_audit\\_history' then 'get_<entity>_audit_history'
    when p.proname like 'get\\_%\\_audit\\_history\\_with\\_cascade' then 'get_<entity>_audit_history_with_cascade'
  end as name) g
  cross join lateral (
    select array_agg(stmtname order by stmtid) as statements, array_agg(lineno order by stmtid) as lines,
      array_agg(exec_stmts > 0 order by stmtid) as executed
    from plpgsql_profiler_function_statements_tb(case
      -- Here too, as this may be called before the rows are filtered.
      when 'anyelement'::regtype <> all (p.proargtypes)
        and p.prolang = (select oid from pg_language where lanname = 'plpgsql') then p.oid end)) s
  -- The profiler cannot take a polymorphic function apart without a call of it.
  where p.pronamespace = to_regnamespace('app') and (d.objid is not null or g.name is not null)
    and 'anyelement'::regtype <> all (p.proargtypes)`;

const thatRan = `${functions} and p.oid in (select funcoid from plpgsql_profiler_functions_all())`;

/**
 * Reads which statements ran in a database of a server that counts them (plpgsql_check.profiler).
 *
 * @param query - runs a statement there as a superuser
 * @param which - `all` functions, or those `that ran`
 * @returns the PL/pgSQL functions of the extension, and those it generated there
 */
export async function readProfile(query: Query, which: 'all' | 'that ran'): Promise<ProfiledFunction[]> {
  await query('create extension if not exists plpgsql_check schema pg_catalog');
  return (await query(which === 'all' ? functions : thatRan)).rows as ProfiledFunction[];
}

/**
 * Keeps what readProfile tells before a database is dropped, if SPECQL_SQL_COVERAGE names a file for it and its server counts; see test/repository/coverage.
 *
 * @param query - runs a statement there as a superuser
 */
export async function keepProfile(query: Query): Promise<void> {
  const file = process.env.SPECQL_SQL_COVERAGE;
  if (!file) return;
  const { rows } = await query("select current_setting('plpgsql_check.profiler', true) as profiler");
  if ((rows[0] as { profiler: string | null }).profiler !== 'on') return;
  const ran = await readProfile(query, 'that ran');
  await appendFile(`${file}.${process.pid}`, ran.map((entry) => `${JSON.stringify(entry)}\n`).join(''));
  // The counters of databases that are gone would fill the shared memory.
  await query('select plpgsql_profiler_reset(funcoid) from plpgsql_profiler_functions_all()');
}
