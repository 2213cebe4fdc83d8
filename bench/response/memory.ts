import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { JsonTransformer } from '../../src/response/transform/jsonTransformer.js';
import type { Scenario } from '../bench.js';
import { order, types } from './document.js';

/** Of one order as JSON, roughly. */
const bytesOfOrder = 1000;

/** Beyond it the document is held somewhere. */
const flat = 64;

/** A document much larger than the memory it may take, in chunks as a socket has them. */
export const memory: Scenario = {
  name: 'response/memory for a stream of 100 MB',
  unit: 'MB',
  subject: 'specql_cdc',
  contestants({ effort }) {
    let highest = 0;
    return Promise.resolve([
      {
        name: 'specql_cdc',
        async run() {
          // The first chunks bring the code into memory; they do not count.
          await transform(effort.rows / 100);
          const grown = await transform(effort.rows);
          highest = Math.max(highest, grown);
          return grown;
        },
        check() {
          if (highest > flat) throw new Error(`the process grew by ${highest.toFixed(0)} MB`);
          return Promise.resolve();
        },
      },
    ]);
  },
};

/** @returns by how many MB the process grew at most; at least one, as less cannot be told from nothing */
async function transform(orders: number): Promise<number> {
  const before = process.memoryUsage.rss();
  let highest = before;
  let written = 0;
  const stream = new JsonTransformer(types).stream();
  await pipeline(Readable.from(chunks(orders)), stream, async (output) => {
    for await (const chunk of output) {
      written += (chunk as Buffer).length;
      highest = Math.max(highest, process.memoryUsage.rss());
    }
  });
  if (written < orders * bytesOfOrder * 0.8) throw new Error(`only ${written} bytes came out for ${orders} orders`);
  return Math.max(1, (highest - before) / 2 ** 20);
}

function* chunks(orders: number): Generator<Buffer> {
  let chunk = '{"orders": [';
  for (let number = 0; number < orders; number += 1) {
    chunk += `${number === 0 ? '' : ', '}${JSON.stringify(order(number))}`;
    if (chunk.length < 64 * 1024) continue;
    yield Buffer.from(chunk);
    chunk = '';
  }
  yield Buffer.from(`${chunk}]}`);
}
