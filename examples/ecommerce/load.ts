import { readFile } from 'node:fs/promises';
import type pg from 'pg';

/** What stock.sql puts on the shelves, and who buys. */
export const stock = {
  owl: '0190a000-0000-7000-8000-0000000000a1',
  nest: '0190a000-0000-7000-8000-0000000000a2',
  ann: '0190a000-0000-7000-8000-0000000000c1',
  address: '0190a000-0000-7000-8000-0000000000d1',
} as const;

/**
 * Makes the shop, as psql does with install.sql.
 *
 * @param client - of a database with the extension
 */
export async function loadShop(client: pg.ClientBase): Promise<void> {
  const install = await read('install.sql');
  for (const [, file = ''] of install.matchAll(/^\\ir (.*)$/gm)) await client.query(await read(file));
}

const read = (file: string) => readFile(new URL(file, import.meta.url), 'utf8');
