import type pg from 'pg';
import { column, value } from '../../../harness/query.js';
import type { DatabaseFixture } from '../../../harness/fixture.js';
import { until } from '../../../harness/until.js';
import { aggregate, create, write } from '../../../harness/delivery.js';
import type { Fetched, Policy } from './expected.js';

export const writers = 4;
export const workers = 2;
export type Log = 'outbox' | 'mutation_events';

/** What a consumer is made with. */
export interface Options {
  policy: Policy;
  shards: number;
  attempts: number;
}

/** How a worker's transaction ends; a crash drops its session in the middle. */
export type Ending = 'commit' | 'rollback' | 'crash';

/** Which event it is, of either log. */
const number = `coalesce(payload -> 'after', payload) ->> 'n'`;

/** The database with its connections: what a schedule is run on. */
export class World {
  consumer = '';
  log: Log = 'outbox';
  first = '';
  #options: Options = { policy: 'block', shards: 1, attempts: 4 };
  readonly #sessions = new Map<string, pg.Client>();
  #runs = 0;

  constructor(private readonly db: DatabaseFixture) {}

  /** A connection that is no worker's. */
  get sql(): pg.Client {
    return this.db.sql;
  }

  /** A new consumer, which begins after what earlier schedules wrote. */
  async begin(log: Log, options: Options): Promise<void> {
    this.consumer = `run${++this.#runs}`;
    this.log = log;
    this.first = String(Number(await value(this.sql, 'select app.log_end($1)', [log])) + 1);
    await this.create(options);
  }

  /** Removes the consumer, and ends what the schedule left open. */
  async end(): Promise<void> {
    for (const [name, session] of this.#sessions) if (name.startsWith('writer')) await session.query('rollback');
    await this.sql.query('select app.purge_dead_letters($1)', [this.consumer]);
    await this.sql.query('select app.drop_consumer($1)', [this.consumer]);
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

  /** Runs a worker's work of several statements in one transaction. */
  async atOnce<Result>(name: string, ending: Ending, work: (sql: pg.Client) => Promise<Result>): Promise<Result> {
    return this.transaction(name, ending, async (sql) => {
      if (ending !== 'commit') return work(sql);
      await sql.query('begin');
      const result = await work(sql);
      await sql.query('commit');
      return result;
    });
  }

  async fetch(
    sql: pg.Client,
    limit: number,
    { consume = false, shard = null as number | null } = {},
  ): Promise<Fetched> {
    const text = `select batch, event_id, ${number} as n, deliveries from app.${consume ? 'consume' : 'fetch'}_events($1, $2, $3)`;
    const { rows } = await sql.query<{ batch: string; event_id: string; n: string; deliveries: number }>(text, [
      ...[this.consumer, limit, shard === null ? null : shard % (await this.#shards(sql))],
    ]);
    const dead = `select ${number} from app.v_dead_letters where consumer = $1`;
    return {
      token: rows[0]?.batch ?? '',
      events: rows.map(({ event_id, n, deliveries }) => ({ id: Number(event_id), n: Number(n), deliveries })),
      dead: (await column(sql, dead, [this.consumer])).map(Number),
    };
  }

  /** Of the division of keys that has most. */
  async #shards(sql: pg.Client): Promise<number> {
    return Number(await value(sql, 'select max(shards) from app.consumer_shard where consumer = $1', [this.consumer]));
  }

  /** The parked events: failed ones, those blocked behind them, and dead letters. */
  async parked(): Promise<number[]> {
    const text = `select coalesce((event).payload -> 'after', (event).payload) ->> 'n' from app.consumer_retry where consumer = $1 and done_at is null`;
    return (await column(await this.session('admin'), text, [this.consumer])).map(Number);
  }

  /** The event's id in the database, committed or not. */
  async id(n: number): Promise<string> {
    const payload = this.log === 'outbox' ? 'event_payload' : `payload -> 'after'`;
    const text = `select event_id from app.${this.log} where event_id >= $1 and (${payload}) ->> 'n' = $2`;
    return String(await value(this.sql, text, [this.first, String(n)]));
  }

  /** Makes the consumer, or changes it. */
  async create(options: Partial<Options>): Promise<void> {
    Object.assign(this.#options, options);
    const { policy, shards, attempts } = this.#options;
    const all = { log: this.log, start: 'latest', max_attempts: attempts, on_failure: policy, shards };
    await create(this.sql, this.consumer, all);
  }

  /** Calls a function of the consumer. */
  call(sql: pg.Client, name: string, ...values: unknown[]): Promise<unknown> {
    const places = values.map((_, index) => `, $${String(index + 2)}`).join('');
    return value(sql, `select app.${name}($1${places})`, [this.consumer, ...values]);
  }

  async asAdmin(sql: string): Promise<void> {
    await (await this.session('admin')).query(sql);
  }
}
