import { setTimeout as pause } from 'node:timers/promises';
import type pg from 'pg';
import { Consumer, withMutation } from '../../../src/index.js';
import { claim } from '../claim.js';
import { Mailer, type Events } from '../mailer.js';
import { code, heading, say } from '../print.js';
import { tenants, type Scene } from '../stage.js';

const comments = ['Nice', 'Thanks', 'Well said', 'Me too', 'buy pills', 'Bye'];

const create = `select app.create_consumer('mailer', p_start => 'latest', p_max_attempts => 2, p_backoff => '100 ms')`;

/** A consumer that runs while mutations commit: each event as it arrives, a retry and a dead letter among them. */
export const delivery: Scene = async ({ database, sql }) => {
  heading('Live delivery: a consumer runs while mutations commit');
  code(`${create};\nnew Consumer({ connectionString, consumer: 'mailer' }).run(async (event) => { ... });`);
  await sql.query(create);
  const consumer = new Consumer<Events>({ connectionString: database.url, consumer: 'mailer', pollIntervalMs: 200 });
  const mailer = new Mailer();
  const consumed = consumer.run((event) => {
    mailer.handle(event);
  });
  const written = addComments(sql, mailer)
    .then(() => settled(consumer))
    .finally(() => consumer.close());
  await Promise.all([consumed, written]);

  say(`median from commit to handler: ${mailer.medianLatencyMs().toFixed(1)} ms`);
  const { rows } = await sql.query<{ letter: string }>(
    `select event_type || ' ' || payload || ': ' || last_error as letter from app.v_dead_letters where consumer = 'mailer'`,
  );
  for (const { letter } of rows) say(`app.v_dead_letters keeps ${letter}`);
  claim(
    'each event came once it had committed; one came again and was handled, one is a dead letter',
    mailer.sent.length === comments.length - 1 && rows.length === 1,
  );
};

async function addComments(sql: pg.Client, mailer: Mailer): Promise<void> {
  for (const body of comments) {
    // Until the consumer sleeps: it has to be woken for each.
    await pause(100);
    await sql.query('begin');
    await withMutation(sql, { source: 'add_comment', tenantId: tenants.acme }, () =>
      sql.query(
        `with added as (
           insert into blog.tb_comment (tenant_id, fk_post, body) select $1, pk_post, $2 from blog.tb_post returning id, body)
         select app.write_outbox_event('Comment', id, 'CommentAdded', jsonb_build_object('body', body)) from added`,
        [tenants.acme, body],
      ),
    );
    mailer.commits(body);
    await sql.query('commit');
  }
}

/** Until each event is acknowledged or a dead letter; five minutes would mean that one is lost. */
async function settled({ counters }: Consumer<Events>): Promise<void> {
  const started = performance.now();
  const handled = () => counters.acknowledged + counters.dead;
  while (handled() < comments.length) {
    if (performance.now() - started > 300_000)
      throw new Error(`${handled()} of ${comments.length} events were handled`);
    await pause(50);
  }
}
