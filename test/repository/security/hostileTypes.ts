import type pg from 'pg';
import { value } from '../../harness/query.js';

/** Columns of types that set a trap, with a value of each and what an image shows of it. */
export const hostileColumns: [column: string, type: string, value: string, image: unknown][] = [
  ['mood', 'evil.mood', `'ok'`, 'ok'],
  ['moods', 'evil.mood[]', `'{ok,NULL,bad}'`, ['ok', null, 'bad']],
  ['pair', 'evil.pair', `'(1,bad)'`, '(1,bad)'],
  ['pairs', 'evil.pair[]', `'{"(1,bad)"}'`, ['(1,bad)']],
  ['domain', 'evil.any_mood', `'bad'`, 'bad'],
  ['domains', 'evil.any_mood[]', `'{bad}'`, ['bad']],
  ['domain_of_array', 'evil.some_moods', `'{bad}'`, ['bad']],
  ['range', 'evil.mood_range', `'[ok,bad)'`, '[ok,bad)'],
  ['ranges', 'evil.mood_range[]', `'{"[ok,bad)"}'`, ['[ok,bad)']],
  ['multirange', 'evil.mood_multirange', `'{[ok,bad)}'`, '{[ok,bad)}'],
];

/**
 * Makes types whose casts to json, jsonb, text and uuid note in the setting trap.sprung that they ran, and as whom.
 *
 * @param sql - a connection of the owner of the types
 */
export async function createHostileTypes(sql: pg.ClientBase): Promise<void> {
  await sql.query(`
    create schema evil;
    grant usage on schema evil to public;
    create type evil.mood as enum ('ok', 'bad');
    create type evil.pair as (a integer, b evil.mood);
    create domain evil.any_mood as evil.mood;
    create domain evil.some_moods as evil.mood[];
    create type evil.mood_range as range (subtype = evil.mood, multirange_type_name = evil.mood_multirange)`);
  for (const type of ['evil.mood', 'evil.mood[]', 'evil.pair', 'evil.mood_range', 'evil.mood_multirange']) {
    await setTraps(sql, type);
  }
}

/**
 * Makes casts of a type that note that they ran.
 *
 * @param sql - a connection of the owner of the type
 * @param type - its name, as in SQL
 */
export async function setTraps(sql: pg.ClientBase, type: string): Promise<void> {
  for (const [target, result] of [
    ['json', `'"stolen"'`],
    ['jsonb', `'"stolen"'`],
    ['text', `'stolen'`],
    ['uuid', 'gen_random_uuid()'],
  ]) {
    await sql.query(`
      create function evil.to_${String(target)}(a ${type}) returns ${String(target)} language plpgsql as $$ begin
        perform set_config('trap.sprung', concat_ws(', ', nullif(current_setting('trap.sprung', true), ''), '${type} as ' || current_user), false);
        return ${String(result)};
      end $$;
      create cast (${type} as ${String(target)}) with function evil.to_${String(target)}(${type}) as implicit`);
  }
}

/**
 * @param sql - a connection
 * @returns what ran in its session; empty when nothing did
 */
export const sprung = async (sql: pg.ClientBase) =>
  ((await value(sql, `select current_setting('trap.sprung', true)`)) as string | null) ?? '';
