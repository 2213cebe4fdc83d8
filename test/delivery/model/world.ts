import type pg from 'pg';
import { column, value } from '../../context/ask.js';
import type { DatabaseFixture } from '../../harness/fixture.js';
import { until } from '../../waiting.js';
import { aggregate, create, write } from '../delivery.js';
import { maxAttempts } from './expected.js';

export const writers = 4;
export const workers = 2;
export type Log = 'outbox' | 'mutation_events';

/** How a worker's transaction ends; a crash drops its session in the middle. */
export type Ending = 'commit' | 'rollback' | 'crash';

/** The database with its connections: what a schedule is run on. */
export class World {
  consumer = '';
  log: Log = 'outbox';
  first = '';
  readonly #sessions = new Map<string, pg.Client>();
  #runs = 0;

  constructor(private readonly db: DatabaseFixture) {}

  /** A new consumer, which begins after what earlier schedules wrote. */
  async begin(log: Log, shards: number): Promise<void> {
    this.consumer = `run${++this.#runs}`;
    this.log = log;
    this.first = String(Number(await value(this.db.sql, 'select app.log_end($1)', [log])) + 1);
    await this.setShards(shards);
  }

  /** Removes the consumer, and ends what the schedule left open. */
  async end(): Promise<void> {
    for (const [name, session] of this.#sessions) if (name.startsWith('writer')) await session.query('rollback');
    await this.db.sql.query('select app.purge_dead_letters($1)', [this.consumer]);
    await this.db.sql.query('select app.drop_consumer($1)', [this.consumer]);
  }

  async session(name: string): Promise<pg.Client> {
    const open = this.#sessions.get(name);
    if (open) return open;
    const session = await this.db.connect(name === 'admin' ? 'postgres' : undefined);
    this.#sessions.set(name, session);
    return session;
  }

  /** Ends a session as a crash of its process would, and waits until the server has noticed. */
  async drop(name: string): Promise<void> {
    const session = this.#sessions.get(name);
    if (!session) return;
    this.#sessions.delete(name);
    const pid = (session as pg.Client & { processID: number }).processID;
    const admin = await this.session('admin');
    await admin.query('select pg_terminate_backend($1)', [pid]);
    await until(async () => (await admin.query('select from pg_stat_activity where pid = $1', [pid])).rowCount === 0);
  }

  async write(sql: pg.Client, n: number, key: number): Promise<void> {
    if (this.log === 'outbox') return write(sql, n, key);
    await sql.query(`select app.log_cdc_event('POST_CHANGED', 'post', $1, 'UPDATE', null, $2)`, [
      aggregate(key),
      { n },
    ]);
  }

  /** Runs a worker's transaction to its end. */
  async transaction<Result>(name: string, ending: Ending, work: (sql: pg.Client) => Promise<Result>): Promise<Result> {
    const sql = await this.session(name);
    if (ending === 'commit') return work(sql);
    await sql.query('begin');
    const result = await work(sql);
    if (ending === 'crash') await this.drop(name);
    else await sql.query(ending);
    return result;
  }

  async fetch(sql: pg.Client, limit: number, consume = false) {
    const text = `select batch, event_id, coalesce(payload -> 'after', payload) ->> 'n' as n from app.${consume ? 'consume' : 'fetch'}_events($1, $2)`;
    const { rows } = await sql.query<{ batch: string; event_id: string; n: string }>(text, [this.consumer, limit]);
    const dead = "select coalesce(payload -> 'after', payload) ->> 'n' from app.v_dead_letters where consumer = $1";
    return {
      token: rows[0]?.batch ?? '',
      events: rows.map(({ event_id, n }) => ({ id: Number(event_id), n: Number(n) })),
      dead: (await column(sql, dead, [this.consumer])).map(Number),
    };
  }

  async setShards(shards: number): Promise<void> {
    await create(this.db.sql, this.consumer, { log: this.log, start: 'latest', max_attempts: maxAttempts, shards });
  }

  /** Calls a function of the consumer. */
  call(name: string, ...values: unknown[]): Promise<unknown> {
    const places = values.map((_, index) => `, $${String(index + 2)}`).join('');
    return value(this.db.sql, `select app.${name}($1${places})`, [this.consumer, ...values]);
  }

  async asAdmin(sql: string): Promise<void> {
    await (await this.session('admin')).query(sql);
  }
}
