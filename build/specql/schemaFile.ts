import path from 'node:path';
import prettier from 'prettier';
import { specqlSchema } from '../../src/specql/schema/specqlSchema.js';
import { checkout } from '../extension.js';

/** Where the JSON Schema of SpecQL is published. */
export const schemaFile = path.join(checkout, 'docs/specql.schema.json');

/** @returns what stands there */
export async function schemaText(): Promise<string> {
  return prettier.format(JSON.stringify(specqlSchema), {
    ...(await prettier.resolveConfig(schemaFile)),
    parser: 'json',
  });
}
