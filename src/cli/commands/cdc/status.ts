import type { Command } from 'commander';
import { cdcOptions, defaults } from '../../../cdc/config/cdcOptions.js';
import { connectorConfig } from '../../../cdc/config/connectorConfig.js';
import { pipelineStatus, type PipelineStatus } from '../../../cdc/operate/pipelineStatus.js';
import { restartFailed } from '../../../cdc/operate/restartFailed.js';
import { findingsText } from '../../output/findingsText.js';
import type { Paint } from '../../output/paint.js';
import { repeatedly } from '../../repeatedly.js';
import type { WithSession, Report } from '../../report.js';
import { seconds } from '../../options/seconds.js';
import { connectClient, withConnectorName, type ConnectFlags } from './shared.js';

interface StatusFlags extends ConnectFlags {
  slotName: string;
  restartFailed?: boolean;
  watch?: boolean;
  /** Seconds; named by commander after the option. */
  interval: number;
}

/** `specql-cdc cdc status`: looks at everything between the outbox and Kafka. */
export function status(program: Command, withSession: WithSession): void {
  withConnectorName(program.command('status'))
    .description(
      'Look at connector, slot and publication, and say what to do about each problem. The exit code is 1 when there is one.',
    )
    .option('--slot-name <name>', 'the slot to look at when there is no connector to ask', defaults.slotName)
    .option('--restart-failed', 'restart connector and task when one of them has failed, and look again')
    .option('--watch', 'look again and again, until interrupted')
    .option('--interval <seconds>', 'with --watch, seconds between two looks', seconds, 5)
    .addHelpText('after', '\nExamples:\n  $ specql-cdc cdc status\n  $ specql-cdc cdc status --watch --restart-failed')
    .action(
      withSession(
        async (
          session,
          {
            slotName,
            restartFailed: restarts = false,
            watch = false,
            interval: intervalSeconds,
            ...flags
          }: StatusFlags,
        ) => {
          const connect = connectClient(flags);
          const look = () =>
            session.withExtension(async (client) => {
              const { database: databaseName = '' } = client;
              const { config } = connectorConfig(cdcOptions({ databaseHost: 'localhost', databaseName, slotName }));
              const status = () => pipelineStatus(client, connect, flags.connectorName, config);
              return report(restarts ? await restartFailed(status, connect, flags.connectorName) : await status());
            });
          if (!watch) return look();
          await repeatedly(session, intervalSeconds, look);
          return undefined;
        },
      ),
    );
}

const report = (data: PipelineStatus): Report => ({
  data,
  text: (paint) => text(data, paint),
  exitCode: data.findings.some((finding) => finding.status === 'error') ? 1 : 0,
});

function text(
  { findings, database: { slot, unconfirmed_at_most: unconfirmed } }: PipelineStatus,
  paint: Paint,
): string {
  const facts = [
    ...(slot && slot.lag_seconds !== null ? [`lag: ${slot.lag_seconds.toFixed(1)} s`] : []),
    ...(unconfirmed === null ? [] : [`events not yet confirmed: ${unconfirmed} at most`]),
  ];
  return `${findingsText(findings, paint)}${facts.map((fact) => `${fact}\n`).join('')}`;
}
