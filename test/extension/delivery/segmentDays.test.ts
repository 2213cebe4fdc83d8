import { expect } from 'vitest';
import { column } from '../../harness/query.js';
import { test } from '../../harness/fixture.js';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const start = Date.UTC(2026, 0, 1);

/** The segments of the days that ended so many hours before, or earlier; of the ring's ten. */
function expired(at: number, retentionHours: number): number[] {
  const today = Math.floor(at / dayMs);
  return Array.from({ length: 10 }, (_, n) => today - n)
    .filter((day) => at - (day + 1) * dayMs >= retentionHours * hourMs)
    .map((day) => day % 10)
    .sort();
}

test.for(['UTC', 'Europe/Berlin', 'America/New_York', 'Australia/Sydney', 'Asia/Kolkata', 'Pacific/Chatham'])(
  'in every hour of a year in %s exactly the segments whose retention has passed are expired',
  async (zone, { db }) => {
    await db.sql.query(`set timezone = '${zone}'`);
    const found = (await column(
      db.sql,
      `select array(select s::integer from app.expired_segments($2, at) s order by s)
       from generate_series(to_timestamp($1), to_timestamp($1) + interval '8783 hours', '1 hour') at order by at`,
      [start / 1000, '7 days'],
    )) as number[][];
    expect(found).toHaveLength(8784);
    const wrong = found.flatMap((segments, hour) =>
      segments.join() === expired(start + hour * hourMs, 168).join() ? [] : [{ hour, segments }],
    );
    expect(wrong).toEqual([]);
  },
);
