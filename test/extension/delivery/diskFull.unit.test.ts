import { execFile } from 'node:child_process';
import { appendFile, chown, mkdir, mkdtemp, rm, stat, truncate, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import type pg from 'pg';
import { afterAll, expect, test } from 'vitest';
import { column, value } from '../../harness/query.js';
import { serverAccount } from '../../../build/server/account.js';
import { createTestDatabase, type TestDatabase } from '../../../build/server/databases.js';
import type { PostgresServer } from '../../../build/server/server.js';
import { startServer } from '../../../build/server/start.js';
import { failure } from '../../harness/events.js';
import { create, drain, numbers } from '../../harness/delivery.js';

const folder = await mkdtemp(path.join(os.tmpdir(), 'specql_cdc-small-'));
const mounted = await promisify(execFile)('mount', ['-t', 'tmpfs', '-o', 'size=48m,mode=755', 'tmpfs', folder]).then(
  () => true,
  () => false,
);
if (!mounted) console.log('skipped: a small file system needs the right to mount');
afterAll(async () => {
  if (mounted) await promisify(execFile)('umount', ['--lazy', folder]);
  await rm(folder, { recursive: true });
});

/** Takes the space that is left, but a little. */
async function fill(file: string): Promise<void> {
  const full = () => false;
  while (await appendFile(file, Buffer.alloc(1 << 18)).then(() => true, full));
  await truncate(file, (await stat(file)).size - (1 << 18));
}

/** Writes transactions of ten large events until one is refused, at most so many; the numbers of those that committed. */
async function writeLarge(
  sql: pg.Client,
  from: number,
  most: number,
): Promise<{ committed: number[]; refusal?: unknown }> {
  const committed: number[] = [];
  for (let n = from; n < from + most; n += 10) {
    try {
      await sql.query(
        `select app.write_outbox_event('Post', gen_random_uuid(), 'PostChanged', jsonb_build_object('n', n, 'text', repeat('x', 1500)))
         from generate_series($1::integer, $1::integer + 9) n`,
        [n],
      );
    } catch (refusal) {
      return { committed, refusal };
    }
    committed.push(...Array.from({ length: 10 }, (_, index) => n + index));
  }
  return { committed };
}

/** A database in a tablespace on the small file system. */
async function smallDatabase(server: PostgresServer): Promise<TestDatabase> {
  const account = await serverAccount();
  const location = path.join(folder, 'tablespace');
  await mkdir(location);
  if (account) await chown(location, account.uid, account.gid);
  const database = await createTestDatabase(server);
  const other = await createTestDatabase(server, { template: 'empty' });
  await other.asAdmin(`create tablespace small location '${location}'`);
  await other.asAdmin(`alter database ${database.name} set tablespace small`);
  return database;
}

test.runIf(mounted)('a full disk refuses events cleanly, loses none, and is freed by maintenance', async () => {
  const server = await startServer({ major: 18, provider: 'embedded' });
  try {
    const database = await smallDatabase(server);
    const sql = await database.connect();
    const started = await value(sql, 'select pg_postmaster_start_time()::text');
    const stored = () => column(sql, `select (event_payload ->> 'n')::integer from app.outbox order by event_id`);
    await create(sql, 'mailer');
    // Old ones, that are dealt with.
    await writeLarge(sql, 1, 3000);
    await database.asAdmin(`update app.outbox set segment = app.segment_of(now() - interval '9 days')`);
    await database.asAdmin('vacuum full app.outbox');
    await drain(sql, 'mailer');

    await writeFile(path.join(folder, 'reserve'), Buffer.alloc(1 << 20));
    await fill(path.join(folder, 'filler'));
    const { committed, refusal } = await writeLarge(sql, 10_000, 10_000);
    expect(refusal).toMatchObject({ code: '53100' });
    expect(committed.length).toBeGreaterThan(0);
    expect((await stored()).slice(3000)).toEqual(committed);
    expect(await failure(sql.query('select app.maintain()'))).toMatchObject({ code: '53100' });

    await rm(path.join(folder, 'reserve'));
    expect(await column(sql, 'select action from app.maintain()')).toEqual(['emptied']);
    const later = await writeLarge(sql, 20_000, 2000);
    expect(later.refusal).toBeUndefined();
    expect(numbers(await drain(sql, 'mailer'))).toEqual([...committed, ...later.committed]);
    expect(await stored()).toEqual([...committed, ...later.committed]);
    expect(await value(sql, 'select pg_postmaster_start_time()::text')).toBe(started);
  } finally {
    await server.stop();
  }
});
