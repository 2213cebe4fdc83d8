import { isMap, isSeq } from 'yaml';
import type { Field, FieldType, Literal } from '../../syntax/field.js';
import { nameForms } from '../../words/nameForms.js';
import { fieldKeys } from '../../words/mappingKeys.js';
import { scalarForms } from '../../words/scalarForms.js';
import { Cursor } from '../text/cursor.js';
import { quoted } from '../yaml/describeNode.js';
import { jsonAt } from '../yaml/json.js';
import { Mapping, type Entry } from '../yaml/mapping.js';
import { itemsAt, spanAt, type LocatedNode } from '../yaml/node.js';
import { part, type Span } from '../yaml/span.js';
import { readLiteral } from './readLiteral.js';
import { readType } from './readType.js';

/** What `text! = hello` says. */
interface Declaration {
  readonly type: FieldType;
  readonly required: boolean;
  readonly default?: Literal;
}

/**
 * Reads a field: `title: text!`, or its long form `title: {type: text, required: true}`.
 *
 * @param entry - the field's name and what stands behind it
 * @param schema - of the entity
 * @returns the field; undefined when it is faulty, which is collected
 */
export function readField({ key, position, located }: Entry, schema: string): Field | undefined {
  const { reading } = located;
  const { pattern, expected } = nameForms.field;
  if (!pattern.test(key)) reading.problems.add(position, `expected ${expected}, found ${quoted(key)}`);
  if (isMap(located.node)) return longField(key, position, located, schema);
  const span = spanAt(located, 'a type, as in text!');
  const declared = span && reading.problems.attempt(() => declaration(span, schema));
  return declared && { name: key, ...declared, unique: false, position };
}

function longField(name: string, position: Field['position'], located: LocatedNode, schema: string): Field | undefined {
  const mapping = Mapping.at(located, 'a field');
  if (!mapping?.require('type', 'a field')) return undefined;
  mapping.allow('a field', fieldKeys);
  const { reading } = mapping;
  const span = mapping.span('type', 'a type, as in text');
  const declared = span && reading.problems.attempt(() => declaration(span, schema));
  if (declared === undefined) return undefined;
  const locatedDefault = mapping.entry('default')?.located;
  const standard = locatedDefault && reading.problems.attempt(() => defaultAt(locatedDefault, declared.type));
  const description = mapping.text('description');
  return {
    name,
    ...declared,
    required: mapping.switch('required') ?? declared.required,
    ...(standard !== undefined && { default: standard }),
    unique: mapping.switch('unique') ?? false,
    ...(description !== undefined && { description }),
    position,
  };
}

function declaration(span: Span, schema: string): Declaration {
  const sign = span.text.indexOf('=');
  const cursor = new Cursor(part(span, 0, sign === -1 ? undefined : sign));
  const type = readType(cursor, schema);
  const required = cursor.accepts('!');
  cursor.end(required ? '"=" or the end' : '"!", "=" or the end');
  return { type, required, ...(sign !== -1 && { default: readLiteral(type, part(span, sign + 1)) }) };
}

function defaultAt(located: LocatedNode, type: FieldType): Literal | undefined {
  if (type.kind === 'scalar' && scalarForms[type.scalar].value === 'json') return jsonAt(located);
  if (type.kind === 'list' && isSeq(located.node)) {
    return itemsAt(located, 'a list').map((item) => defaultAt(item, type.of) ?? null);
  }
  const span = spanAt(located, 'a value');
  return span && readLiteral(type, span);
}
