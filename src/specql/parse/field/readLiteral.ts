import { exactNumber } from '../../exactNumber.js';
import { literalFault } from '../../literalFault.js';
import { nearestWord } from '../../nearestWord.js';
import { Refusal } from '../../problems.js';
import type { FieldType, Literal } from '../../syntax/field.js';
import { scalarForms, type ScalarForm } from '../../words/scalarForms.js';
import { quoted } from '../yaml/describeNode.js';
import { part, type Span } from '../yaml/span.js';

/**
 * Reads a constant of a field's type, as behind the `=` of `status: enum(draft, published) = draft`.
 *
 * @param type - of the field
 * @param span - the constant; a text may stand in single quotes
 * @returns its value; a number that JavaScript cannot hold exactly as its digits
 * @throws Refusal when it is none of the type
 */
export function readLiteral(type: FieldType, span: Span): Literal {
  const trimmed = part(span, span.text.length - span.text.trimStart().length, span.text.trimEnd().length);
  if (type.kind === 'list') return listOf(type, trimmed);
  const form = formOf(type);
  if (form === 'json') return json(trimmed);
  const inQuotes = /^'(?:[^']|'')*'$/.test(trimmed.text);
  const text = inQuotes ? trimmed.text.slice(1, -1).replace(/''/g, "'") : trimmed.text;
  const fault = text === '' && !inQuotes ? 'a value' : literalFault(type, text);
  if (fault !== undefined) {
    const nearest = type.kind === 'enum' ? nearestWord(text, type.values) : undefined;
    throw new Refusal(trimmed.position(0), `expected ${fault}, found ${quoted(text)}`, nearest);
  }
  switch (form) {
    case 'number':
      return exactNumber(text) ?? text;
    case 'boolean':
      return text === 'true';
    case 'text':
      return text;
  }
}

function formOf(type: Exclude<FieldType, { kind: 'list' }>): ScalarForm['value'] {
  switch (type.kind) {
    case 'scalar':
      return scalarForms[type.scalar].value;
    case 'enum':
    case 'ref':
      return 'text';
    default:
      return type satisfies never;
  }
}

const item = /\s*((?:'(?:[^']|'')*'|[^',\]]*?))\s*(,|\]$)/y;

function listOf(type: FieldType & { kind: 'list' }, span: Span): Literal {
  const items: Literal[] = [];
  if (/^\[\s*\]$/.test(span.text)) return items;
  item.lastIndex = span.text.startsWith('[') ? 1 : span.text.length;
  for (let end = ''; end !== ']';) {
    const match = item.exec(span.text);
    if (match === null)
      throw new Refusal(span.position(0), `expected a list, as in [a, b], found ${quoted(span.text)}`);
    const [whole, written = '', sign = ''] = match;
    const start = match.index + whole.indexOf(written);
    items.push(readLiteral(type.of, part(span, start, start + written.length)));
    end = sign;
  }
  return items;
}

function json(span: Span): Literal {
  try {
    return JSON.parse(span.text) as Literal;
  } catch (error) {
    if (error instanceof SyntaxError) throw new Refusal(span.position(0), `expected JSON, found ${quoted(span.text)}`);
    throw error;
  }
}
