import type pg from 'pg';
import type { Event } from './event.js';

/**
 * Gives an event its effect, once: the effect and the event's id are committed together or not at all.
 *
 * @param sql - a connection to the consumer's database, in no transaction
 * @param event - may have come before
 * @returns whether it had its effect now
 */
export async function handle(sql: pg.Client, event: Event): Promise<boolean> {
  await sql.query('begin');
  try {
    const { rowCount } = await sql.query('insert into feed.seen_event (id) values ($1) on conflict do nothing', [
      event.id,
    ]);
    const isNew = rowCount === 1;
    if (isNew) await effect(sql, event);
    await sql.query('commit');
    return isNew;
  } catch (error) {
    await sql.query('rollback');
    throw error;
  }
}

const effect = (sql: pg.Client, { aggregateId, type }: Event) =>
  sql.query(
    `insert into feed.post (id, changes, last_event) values ($1, 1, $2)
     on conflict (id) do update set changes = post.changes + 1, last_event = excluded.last_event`,
    [aggregateId, type],
  );
