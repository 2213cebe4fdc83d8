import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { expect, test } from 'vitest';
import { JsonTransformer } from '../../../../src/response/transform/jsonTransformer.js';

const transformer = new JsonTransformer({ $: 'T' });
const json = '{"user_name":"é🦉","𐐨_𐐨":["🦉🦉"]}';
const result = '{"__typename":"T","userName":"é🦉","𐐨𐐀":["🦉🦉"]}';

async function through(chunks: Iterable<Uint8Array | string>): Promise<string> {
  const parts: Buffer[] = [];
  await pipeline(Readable.from(chunks, { objectMode: true }), transformer.stream(), async (output) => {
    for await (const part of output) parts.push(part as Buffer);
  });
  return Buffer.concat(parts).toString();
}

const pieces = <Whole extends { slice(start: number, end: number): Whole; length: number }>(
  whole: Whole,
  size: number,
) =>
  Array.from({ length: Math.ceil(whole.length / size) }, (_, index) => whole.slice(index * size, (index + 1) * size));

test.each([1, 2, 3, 5, 1000])('bytes in pieces of %i', async (size) => {
  expect(await through(pieces(Buffer.from(json), size))).toBe(result);
});

test.each([1, 2, 3, 1000])('strings in pieces of %i, surrogate pairs cut in two', async (size) => {
  expect(await through(pieces(json, size))).toBe(result);
});

test('it fails with the offset of what is malformed, of an early end, and of bytes that are no UTF-8', async () => {
  await expect(through(['{"é":1', ' 2}'])).rejects.toMatchObject({ offset: 7 });
  await expect(through(['{"é":1'])).rejects.toMatchObject({
    offset: 6,
    message: expect.stringContaining('too early') as string,
  });
  await expect(through([Buffer.from('["é'), Buffer.from([0xff, 0x22])])).rejects.toMatchObject({
    offset: 3,
    message: expect.stringContaining('UTF-8') as string,
  });
  await expect(through([Buffer.from('["é').subarray(0, 3)])).rejects.toMatchObject({ offset: 2 });
});

test('memory stays flat however long the document is', async () => {
  const item = JSON.stringify({ order_id: 1, customer_name: 'Ann', 'a_\u00e9': 'x'.repeat(500) });
  const count = 40_000;
  let written = 0;
  let highest = 0;
  function* document() {
    yield '[';
    for (let index = 0; index < count; index += 1) {
      yield `${index === 0 ? '' : ','}{"key_of_${index}":${item}}`;
      if (index % 1000 === 0) highest = Math.max(highest, process.memoryUsage().rss);
    }
    yield ']';
  }
  const before = process.memoryUsage().rss;
  await pipeline(Readable.from(document()), transformer.stream(), async (output) => {
    for await (const part of output) written += (part as Buffer).length;
  });
  expect(written).toBeGreaterThan(20_000_000);
  expect(highest - before).toBeLessThan(150_000_000);
});
