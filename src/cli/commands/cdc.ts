import type { Command } from 'commander';
import type { WithSession } from '../report.js';
import { connectorActions } from './cdc/connectorActions.js';
import { deployConnector } from './cdc/deploy.js';
import { generateConfig } from './cdc/generateConfig.js';
import { remove } from './cdc/remove.js';
import { status } from './cdc/status.js';

/** `specql-cdc cdc`: streams events to Kafka by Debezium. */
export function cdc(program: Command, withSession: WithSession): void {
  const group = program
    .command('cdc')
    .description('Stream events to Kafka: make the configuration, deploy it, look at it, control it.')
    .configureHelp({ showGlobalOptions: true });
  for (const add of [generateConfig, deployConnector, status, connectorActions, remove]) add(group, withSession);
}
