import type { Command } from 'commander';
import { installExtension, type Installation } from '../../operations/installExtension.js';
import { waitingForLocks, withLockTimeout, type LockFlags } from '../lockWait.js';
import { printable } from '../output/printable.js';
import type { WithSession } from '../report.js';

interface InstallFlags extends LockFlags {
  upgrade?: boolean;
}

/** `specql-cdc install`: installs or upgrades the extension. */
export function install(program: Command, withSession: WithSession): void {
  withLockTimeout(program.command('install'))
    .description('Install the extension into the database, and say which version is there.')
    .option('--upgrade', 'upgrade an older version to the one whose files the server has')
    .addHelpText('after', '\nExample:\n  $ specql-cdc install --database-url postgresql://blog@localhost/blog')
    .action(
      withSession(async (session, { lockTimeout, ...options }: InstallFlags) => {
        const data = await session.connected((client) =>
          waitingForLocks(session, client, { lockTimeout }, () => installExtension(client, options)),
        );
        return { data, text: () => `${printable(summary(data))}\n` };
      }),
    );
}

function summary({ version, previous, available }: Installation): string {
  if (previous === null) return `specql_cdc ${version} is installed.`;
  if (previous !== version) return `specql_cdc is upgraded from ${previous} to ${version}.`;
  if (available !== null && available !== version) {
    return `specql_cdc ${version} was installed already; ${available} is available: specql-cdc install --upgrade.`;
  }
  return `specql_cdc ${version} was installed already.`;
}
