import pg from 'pg';
import { SpecqlCdcError } from '../error.js';
import type { Diagnostic } from '../specql/diagnostic.js';
import { InvalidEntitiesError } from '../specql/invalidEntitiesError.js';
import type { Paint } from './output/paint.js';
import { renderedDiagnostics } from './output/renderedDiagnostics.js';
import { printable, printableJson, withoutPasswords } from './output/printable.js';

/** What went wrong, for programs and for people. */
export interface Failure {
  message: string;
  /** SQLSTATE, where the server refused. */
  code?: string | undefined;
  detail?: string | undefined;
  hint?: string | undefined;
  /** Places in entity files. */
  diagnostics?: readonly Diagnostic[] | undefined;
}

const tableName =
  'Write the table with its schema, as in blog.tb_post; a name with capitals in double quotes: \'"Mixed Case"\'.';

/** What to do about refusals that come without a hint of the server. */
const hints = new Map([
  ['3F000', 'Check the name of the schema.'],
  ['42P01', tableName],
  ['42602', tableName],
  [
    '42501',
    'Installing needs the CREATE right on the database, enabling the ownership of the table, reading app.grant_reader.',
  ],
]);

/**
 * @param error - what a command threw
 * @returns the words for it, without a password or a stack trace
 */
export function failureOf(error: unknown): Failure {
  const { message, detail, ...others } = refusal(error);
  return { ...others, message: withoutPasswords(message), detail: detail && withoutPasswords(detail) };
}

function refusal(error: unknown): Failure {
  if (error instanceof pg.DatabaseError) {
    const { message, code = '', detail, hint } = error;
    // Hints of ours may show how a URL is written.
    return { message, code, detail, hint: hint === undefined ? hints.get(code) : withoutPasswords(hint) };
  }
  if (error instanceof InvalidEntitiesError) {
    const { message, hint, diagnostics } = error;
    return { message, hint, diagnostics };
  }
  if (error instanceof SpecqlCdcError) return { message: error.message, hint: error.hint };
  return { message: error instanceof Error ? error.message : String(error) };
}

/**
 * @param failure - what went wrong
 * @param json - whether programs read it
 * @param paint - colours of the error stream
 * @param oneLine - whether JSON takes one line
 * @returns the lines to print
 */
export function failureText(
  { message, code, detail, hint, diagnostics }: Failure,
  json: boolean,
  paint: Paint,
  oneLine = false,
): string {
  const error = { message, code, detail, hint, diagnostics };
  if (json) return `${printableJson({ error }, oneLine ? 0 : 2)}\n`;
  const line = (label: string, text?: string) =>
    // What continues is indented: no server can begin a line as we do.
    text ? `${label} ${text.split('\n').map(printable).join('\n  ')}\n` : '';
  const heading = line(paint('bad', 'error:'), code ? `${message} (${code})` : message);
  const places = renderedDiagnostics(diagnostics ?? []);
  return heading + places + line('detail:', detail) + line('hint:', hint);
}
