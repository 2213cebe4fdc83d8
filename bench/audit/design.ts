import type { Bench } from '../bench.js';
import { openDatabase, type BenchDatabase, type DatabaseOptions } from '../database.js';
import { statement, type Change } from './change.js';
import { floorStatement } from './floor.js';

/** A way to audit `blog.tb_post`. */
export interface AuditDesign {
  readonly name: string;
  /** What is set up after the table exists and holds its first rows. */
  readonly auditing: DatabaseOptions;
  /** @returns the statement that makes a change and, where no trigger does, writes its audit rows */
  readonly statement: (change: Change) => string;
  /** Where the audit rows are; absent where none are written. */
  readonly trail?: {
    readonly table: string;
    readonly operation: string;
    readonly before: string;
    readonly after: string;
  };
}

const trail = { table: 'app.audit_post', operation: 'operation_type', before: 'old_values', after: 'new_values' };
const enable = `select app.enable_audit_cascade('blog.tb_post')`;

/**
 * @param bench - the server's major decides how the floor is written; peers take part where their file is given
 * @returns the ways that are compared
 */
export function auditDesigns({ server, peers }: Bench): AuditDesign[] {
  const designs: AuditDesign[] = [
    { name: 'un-audited', auditing: { extension: false, setup: [] }, statement },
    {
      name: 'floor',
      // The same audit table with the same indexes, but no triggers.
      auditing: { extension: true, setup: [enable, `select app.disable_audit_cascade('blog.tb_post')`] },
      statement: (change) => floorStatement(change, server.major),
      trail,
    },
    { name: 'specql_cdc', auditing: { extension: true, setup: [enable] }, statement, trail },
    {
      name: 'document',
      auditing: { extension: false, setup: [new URL('document.sql', import.meta.url)] },
      statement,
      trail,
    },
  ];
  if (peers.supaAudit) {
    designs.push({
      name: 'supa_audit',
      auditing: {
        extension: false,
        superuser: true,
        setup: [
          'create extension "uuid-ossp"',
          { path: peers.supaAudit },
          `select audit.enable_tracking('blog.tb_post'::regclass)`,
        ],
      },
      statement,
      trail: { table: 'audit.record_version', operation: 'op', before: 'old_record', after: 'record' },
    });
  }
  return designs;
}

/**
 * @param bench - where
 * @param design - how the table is audited
 * @param rows - how many rows it holds before auditing begins
 * @returns a database with `blog.tb_post`
 */
export async function openAudited(bench: Bench, design: AuditDesign, rows: number): Promise<BenchDatabase> {
  const { auditing } = design;
  const database = await openDatabase(bench.server, {
    ...auditing,
    setup: [new URL('table.sql', import.meta.url), statement({ operation: 'INSERT', rows }), ...auditing.setup],
  });
  await database.sql.query('vacuum analyze blog.tb_post');
  return database;
}

/**
 * @param database - after changes
 * @param design - how they were audited
 * @param operation - what they were
 * @param expected - how many rows were changed
 * @throws Error when the trail does not hold one row with its images for each of them
 */
export async function requireTrail(
  database: BenchDatabase,
  { name, trail }: AuditDesign,
  operation: Change['operation'],
  expected: number,
): Promise<void> {
  if (!trail) return;
  const images = operation === 'INSERT' ? `${trail.after} is not null` : `${trail.before} <> ${trail.after}`;
  const found = await database.number(
    `select count(*) from ${trail.table} where ${trail.operation} = '${operation}' and ${images}`,
  );
  if (found !== expected) throw new Error(`${name}: ${found} audit rows for ${expected} changes (${operation})`);
}
