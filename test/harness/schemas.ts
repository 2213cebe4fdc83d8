import { readFileSync, readdirSync } from 'node:fs';
import { Ajv2020, type AnySchemaObject } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { CascadeDocument } from '../../src/mutation/cascade.js';
import type { CascadeResponse } from '../../src/response/shapes/cascadeResponse.js';
import type { FlatResponse } from '../../src/response/shapes/flatResponse.js';
import type { MutationResponse } from '../../src/response/shapes/mutationResponse.js';
import type { MutationResultRow } from '../../src/response/shapes/mutationResultRow.js';

const folder = new URL('../../docs/schemas/', import.meta.url);

const ajv = new Ajv2020({ strict: true, strictRequired: false, allowUnionTypes: true, allErrors: true });
addFormats.default(ajv);
for (const file of readdirSync(folder)) {
  if (!file.endsWith('.schema.json')) continue;
  ajv.addSchema(JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as AnySchemaObject);
}

/** The published schemas, and what keeps to them. */
interface Documents {
  cascade: CascadeDocument;
  'cascade-response': CascadeResponse;
  'flat-response': FlatResponse;
  'mutation-result': MutationResultRow;
  'mutation-response': MutationResponse;
}

/**
 * @param name - of a published schema
 * @param document - which has to keep to it
 * @returns the document
 * @throws Error saying where it does not
 */
export function valid<Name extends keyof Documents>(name: Name, document: unknown): Documents[Name] {
  const faults = faultsOf(name, document);
  if (faults !== null) throw new Error(`not as ${name}.schema.json: ${faults}\n${JSON.stringify(document, null, 2)}`);
  return document as Documents[Name];
}

/**
 * @param name - of a published schema
 * @param document - any
 * @returns what is wrong with it; null when nothing is
 */
export function faultsOf(name: keyof Documents, document: unknown): string | null {
  return ajv.validate(`${name}.schema.json`, document) ? null : ajv.errorsText(ajv.errors);
}
