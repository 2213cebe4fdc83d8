import type { Bench } from '../bench.js';
import { openDatabase, type BenchDatabase } from '../database.js';

/**
 * @param bench - where
 * @param events - how many are in the outbox
 * @param start - where its consumer `bench` begins
 * @returns a database with the procedures of delivery.sql
 */
export function openLog(
  { server }: Bench,
  events: number,
  start: 'earliest' | 'latest' = 'earliest',
): Promise<BenchDatabase> {
  return openDatabase(server, {
    extension: true,
    setup: [
      new URL('delivery.sql', import.meta.url),
      `call bench.fill(${events})`,
      'vacuum analyze app.outbox',
      `select app.create_consumer('bench', p_start => '${start}')`,
    ],
  });
}
