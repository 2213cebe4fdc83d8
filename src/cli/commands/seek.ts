import type { Command } from 'commander';
import { seekConsumer } from '../../consumer/manage/seekConsumer.js';
import { printable } from '../output/printable.js';
import type { WithSession } from '../report.js';

/** `specql-cdc seek`: moves a consumer. */
export function seek(program: Command, withSession: WithSession): void {
  program
    .command('seek')
    .description('Move a consumer to another position in its log, and end its suspension.')
    .argument('<consumer>')
    .argument('<to>', 'earliest, latest, a timestamp, or the event_id to deliver next')
    .addHelpText('after', "\nExample:\n  $ specql-cdc seek mailer '2026-01-31 12:00:00+00'")
    .action(
      withSession(async (session, consumer: string, to: string) => {
        await session.withExtension((client) => seekConsumer(client, consumer, to));
        return { data: { consumer, to }, text: () => printable(`${consumer} goes on at: ${to}`) + '\n' };
      }),
    );
}
