import type { Command } from 'commander';
import { removePipeline } from '../../../cdc/operate/removePipeline.js';
import { SpecqlCdcError } from '../../../error.js';
import { printable } from '../../output/printable.js';
import type { WithSession } from '../../report.js';
import { connectClient, withConnectorName, type ConnectFlags } from './shared.js';

interface RemoveFlags extends ConnectFlags {
  dropSlot?: boolean;
  yes?: boolean;
}

/** `specql-cdc cdc remove`: ends streaming. */
export function remove(program: Command, withSession: WithSession): void {
  withConnectorName(program.command('remove'))
    .description(
      'Remove the connector. Its slot stays, and holds the write-ahead log, so that deploy continues where it was.',
    )
    .option('--drop-slot', 'drop slot and publication too, for good; needs --yes')
    .option('--yes', 'really drop them')
    .addHelpText('after', '\nExample:\n  $ specql-cdc cdc remove --drop-slot --yes')
    .action(
      withSession(async (session, { dropSlot = false, yes, ...flags }: RemoveFlags) => {
        if (dropSlot && !yes) {
          throw new SpecqlCdcError(
            '--drop-slot cannot be undone: what the slot has not delivered yet is not streamed any more',
            'Add --yes if it may go.',
          );
        }
        const connect = connectClient(flags);
        const { connectorName } = flags;
        await connect.requireConnect();
        if (dropSlot) await session.connected((client) => removePipeline(client, connect, connectorName));
        else await connect.remove(connectorName);
        const fate = dropSlot
          ? 'its slot and publication are dropped'
          : 'its slot stays, and holds the write-ahead log';
        return {
          data: { connector: connectorName, slot_dropped: dropSlot },
          text: () => `${printable(connectorName)} is removed; ${fate}\n`,
        };
      }),
    );
}
