import { connect } from '../../../src/connection/connect.js';
import { consume } from './consume.js';
import { handle } from './handle.js';

const { DATABASE_URL, KAFKA = 'localhost:29092', TOPIC = 'specql.events.Post' } = process.env;
if (!DATABASE_URL) throw new Error('set DATABASE_URL to a database with examples/cdc/consumer/schema.sql');
const sql = await connect(DATABASE_URL);
const stop = new AbortController();
for (const name of ['SIGINT', 'SIGTERM'] as const)
  process.once(name, () => {
    stop.abort();
  });
try {
  await consume(
    { brokers: KAFKA.split(','), groupId: 'feed', topic: TOPIC },
    async (event) => {
      const isNew = await handle(sql, event);
      console.log(`${event.type} ${event.aggregateId}${isNew ? '' : ', seen before'}`);
    },
    stop.signal,
  );
} finally {
  await sql.end();
}
