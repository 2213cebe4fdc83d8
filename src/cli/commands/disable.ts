import type { Command } from 'commander';
import type { AuditedTable } from '../../audit/auditedTable.js';
import { disableAuditCascade } from '../../audit/disableAuditCascade.js';
import { inTransaction } from '../../connection/transaction.js';
import { SpecqlCdcError } from '../../error.js';
import { printable } from '../output/printable.js';
import type { WithSession } from '../report.js';

/** `specql-cdc disable`: stops auditing tables. */
export function disable(program: Command, withSession: WithSession): void {
  program
    .command('disable')
    .description('Stop auditing tables. Their history stays, and enable continues it.')
    .argument('<tables...>', 'as in SQL, or their entity names')
    .option('--drop-history', 'drop the audit rows, history functions and views too; needs --yes')
    .option('--yes', 'really drop the history')
    .addHelpText('after', '\nExample:\n  $ specql-cdc disable blog.tb_post')
    .action(
      withSession(
        async (session, tables: string[], { dropHistory = false, yes }: { dropHistory?: boolean; yes?: boolean }) => {
          if (dropHistory && !yes) {
            throw new SpecqlCdcError('--drop-history cannot be undone', 'Add --yes if the history may go.');
          }
          const disabled = await session.withExtension((client) =>
            inTransaction(client, async () => {
              const done: AuditedTable[] = [];
              for (const table of tables) done.push(await disableAuditCascade(client, table, { dropHistory }));
              return done;
            }),
          );
          const fate = (table: AuditedTable) =>
            dropHistory
              ? `its history in ${table.audit_table} is dropped`
              : `its history stays in ${table.audit_table}`;
          return {
            data: disabled.map((table) => ({ ...table, history_dropped: dropHistory })),
            text: () =>
              disabled
                .map((table) => `${printable(`${table.table} is not audited any more; ${fate(table)}`)}\n`)
                .join(''),
          };
        },
      ),
    );
}
