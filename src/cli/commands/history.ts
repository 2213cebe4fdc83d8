import type { Command } from 'commander';
import { auditHistory } from '../../audit/auditHistory.js';
import { tableInPath } from '../../connection/searchPath.js';
import { count } from '../options/count.js';
import type { WithSession } from '../report.js';
import { timeline } from '../output/timeline.js';

interface HistoryFlags {
  tenant?: string;
  limit: number;
  offset: number;
  withCascade?: boolean;
  affectedEntity?: string;
}

/** `specql-cdc history`: what happened to one row. */
export function history(program: Command, withSession: WithSession): void {
  program
    .command('history')
    .description('Show what happened to one row, latest change first.')
    .argument('<table>', 'as in SQL, or its entity name')
    .argument('<id...>', 'the id; of a composite key each value in order, or a JSON object')
    .option('--tenant <uuid>', 'only changes of this tenant')
    .option('--limit <rows>', 'at most this many changes', count('rows'), 100)
    .option('--offset <rows>', 'skip this many of the latest', count('rows'), 0)
    .option('--with-cascade', 'list each entity that the mutation changed too; with --json the whole cascade')
    .option('--affected-entity <type>', 'only changes by mutations that affected this type of entity, as in User')
    .addHelpText(
      'after',
      '\nExamples:\n  $ specql-cdc history blog.tb_post 0190d7f0-5a3c-7c3e-9d57-4f2f5a1c9b11 --with-cascade' +
        '\n  $ specql-cdc history shop.order_line 1042 3 --json',
    )
    .action(
      withSession(async (session, table: string, id: string[], { tenant, ...flags }: HistoryFlags) => {
        const data = await session.withExtension(async (client) =>
          auditHistory(client, await tableInPath(client, table), id, {
            ...flags,
            ...(tenant !== undefined && { tenantId: tenant }),
          }),
        );
        return { data, showsValues: true, text: (paint) => timeline(`${table} ${id.join(' ')}`, data, paint) };
      }),
    );
}
