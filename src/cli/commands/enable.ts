import { Option, type Command } from 'commander';
import type { AuditedTable } from '../../audit/auditedTable.js';
import { enableAuditCascade, type EnableOptions } from '../../audit/enableAuditCascade.js';
import { tablesOfSchema } from '../../audit/tablesOfSchema.js';
import { inTransaction } from '../../connection/transaction.js';
import { SpecqlCdcError } from '../../error.js';
import { nameList } from '../options/nameList.js';
import { printable } from '../output/printable.js';
import type { WithSession } from '../report.js';

interface EnableFlags extends Omit<EnableOptions, 'keyColumns'> {
  key?: string[];
  allTables?: string;
}

/** `specql-cdc enable`: audits tables, all of them or none. */
export function enable(program: Command, withSession: WithSession): void {
  program
    .command('enable')
    .description(
      'Audit tables, or bring the auditing of them up to date. An option left out keeps what an earlier call chose.',
    )
    .argument('[tables...]', 'as in SQL: blog.tb_post, or \'"Mixed Case"\'')
    .option('--all-tables <schema>', 'all tables of a schema')
    .option('--entity <name>', 'entity name (default: the name of the table without tb_)')
    .option('--key <columns>', 'columns that identify a row (default: uuid id, primary key, unique index)', nameList)
    .option('--tenant-column <column>', "uuid column of the tenant, '' for none (default: tenant_id)")
    .option('--ignore <columns>', 'an update of only these leaves no row', nameList)
    .option('--exclude <columns>', 'never store these', nameList)
    .option('--redact <columns>', 'store these as ***', nameList)
    .option('--keep-unchanged', 'keep a row of an update that changes nothing too')
    .option('--no-keep-unchanged')
    .option('--replica', 'audit changes under session_replication_role = replica too')
    .option('--no-replica')
    .addOption(
      new Option('--storage <form>', 'embedded: for an audit table that may not be altered').choices([
        'columns',
        'embedded',
      ]),
    )
    .addHelpText('after', '\nExample:\n  $ specql-cdc enable blog.tb_post blog.tb_user --redact password_hash,phone')
    .action(
      withSession(async (session, tables: string[], { key, allTables, ...flags }: EnableFlags) => {
        if (tables.length === 0 && allTables === undefined) {
          throw new SpecqlCdcError('no table was given', 'Name tables, or a schema with --all-tables.');
        }
        if (flags.entity !== undefined && (tables.length > 1 || allTables !== undefined)) {
          throw new SpecqlCdcError('--entity names one table', 'Enable that table by a call of its own.');
        }
        const options = { ...flags, ...(key && { keyColumns: key }) };
        const data = await session.withExtension((client) =>
          inTransaction(client, async () => {
            const all = allTables === undefined ? [] : await tablesOfSchema(client, allTables);
            const enabled: AuditedTable[] = [];
            for (const table of new Set([...tables, ...all]))
              enabled.push(await enableAuditCascade(client, table, options));
            return enabled;
          }),
        );
        return { data, text: () => data.map((table) => `${printable(summary(table))}\n`).join('') };
      }),
    );
}

function summary({ table, audit_table, entity, key_columns, tenant_column }: AuditedTable): string {
  const key = key_columns.length ? `key ${key_columns.join(', ')}` : 'no key';
  const tenant = tenant_column === null ? 'no tenant column' : `tenant ${tenant_column}`;
  return `${table} is audited in ${audit_table}: entity ${entity}, ${key}, ${tenant}`;
}
