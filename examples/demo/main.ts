import { once } from 'node:events';
import { createTestDatabase } from '../../build/server/databases.js';
import { startServer } from '../../build/server/start.js';
import { bold, heading, say } from './print.js';
import { change } from './scenes/change.js';
import { cost } from './scenes/cost.js';
import { create } from './scenes/create.js';
import { delivery } from './scenes/delivery.js';
import { enable } from './scenes/enable.js';
import { events } from './scenes/events.js';
import { failure } from './scenes/failure.js';
import { history } from './scenes/history.js';
import { isolation } from './scenes/isolation.js';
import { replay } from './scenes/replay.js';
import type { Stage } from './stage.js';

const scenes = [enable, create, change, failure, history, events, delivery, isolation, replay, cost];

/** Runs the story on a server of its own; `--keep` leaves that up until Ctrl-C. */
async function main(keep: boolean): Promise<void> {
  const major = Number(process.env.SPECQL_DEMO_MAJOR ?? 18);
  heading(`specql_cdc on PostgreSQL ${String(major)}`);
  say('Starting a server of its own in a temporary folder …');
  const server = await startServer({ major });
  try {
    const database = await createTestDatabase(server);
    const stage: Stage = { database, sql: await database.connect(), postId: '', authorId: '' };
    for (const scene of scenes) await scene(stage);
    say();
    if (keep) await leaveUp(database.url);
  } finally {
    await server.stop();
  }
}

async function leaveUp(url: string): Promise<void> {
  heading('The server stays up until you press Ctrl-C');
  say(bold(`psql '${url}'`));
  say(`DATABASE_URL='${url}' npx specql-cdc health`);
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
}

main(process.argv.includes('--keep')).catch((error: unknown) => {
  process.stderr.write(`\nThe demo stopped: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
