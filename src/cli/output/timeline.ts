import type { AuditRow, Image } from '../../audit/auditRow.js';
import type { Paint, Tone } from './paint.js';
import { printable } from './printable.js';

const maxValueLength = 120;

const tones = new Map<string, Tone>([
  ['INSERT', 'good'],
  ['UPDATE', 'warning'],
  ['DELETE', 'bad'],
]);

/**
 * The history of one row, as people read it.
 *
 * @param title - whose history it is
 * @param rows - the changes, latest first
 * @param paint - colours
 * @returns the text
 */
export function timeline(title: string, rows: AuditRow[], paint: Paint): string {
  if (rows.length === 0) return `${printable(title)}: no changes found\n`;
  const number = rows.length === 1 ? '1 change' : `${rows.length} changes, latest first`;
  return [`${paint('heading', printable(title))}: ${number}\n`, ...rows.map((row) => change(row, paint))].join('\n');
}

function change(row: AuditRow, paint: Paint): string {
  const lines = [
    `${time(row.changed_at)}  ${paint(tones.get(row.operation_type) ?? 'faint', printable(row.operation_type))}  ${paint('faint', actor(row))}`,
    ...fields(row.old_values, row.new_values),
    ...(row.change_reason === null ? [] : [`  reason: ${printable(row.change_reason)}`]),
    ...mutation(row),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

/** The owner of the table may have added a row of any time, also of infinity, which is no Date. */
const time = (at: unknown): string =>
  at instanceof Date && !Number.isNaN(at.getTime()) ? at.toISOString() : printable(String(at));

function actor({ changed_by, session_user_name }: AuditRow): string {
  const role = session_user_name === null ? [] : [`role ${printable(session_user_name)}`];
  return [...(changed_by === null ? [] : [`by ${printable(changed_by)}`]), ...role].join(', ');
}

/** The whole row when it came or went, else the columns that changed. */
function fields(before: Image | null, after: Image | null): string[] {
  const columns = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
  return columns.flatMap((column) => {
    const [old, now] = [before, after].map((image) => JSON.stringify(image?.[column] ?? null));
    if (old === now) return [];
    const values = [...(before ? [old] : []), ...(after ? [now] : [])];
    return [`  ${printable(column)}: ${values.map(shown).join(' -> ')}`];
  });
}

function shown(json = ''): string {
  const text = printable(json);
  return text.length > maxValueLength ? `${text.slice(0, maxValueLength)}... (${text.length} characters)` : text;
}

/** Its name and the types it affected; each entity when the cascade was read. */
function mutation({ cascade_source, cascade_entities, cascade_data }: AuditRow): string[] {
  if (cascade_source === null && cascade_entities === null) return [];
  const affected = cascade_entities?.length ? `, affected ${cascade_entities.join(', ')}` : '';
  const entries = [...entities(cascade_data?.updated), ...entities(cascade_data?.deleted)];
  return [
    `  mutation: ${printable((cascade_source ?? 'without a name') + affected)}`,
    ...entries.map(
      ({ operation, __typename, id }) => `    ${printable([operation, __typename, id].map(word).join(' '))}`,
    ),
  ];
}

type Entry = Partial<Record<'operation' | '__typename' | 'id', unknown>>;

/** A cascade that the application gave may lack either list, or have something else in its place. */
function entities(list: unknown): Entry[] {
  return Array.isArray(list)
    ? (list as unknown[]).filter((entry): entry is Entry => typeof entry === 'object' && entry !== null)
    : [];
}

const word = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value ?? null));
