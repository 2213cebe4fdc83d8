import type { Command } from 'commander';
import { ConnectClient, defaultConnectUrl } from '../../../cdc/connect/connectClient.js';
import { defaults } from '../../../cdc/config/cdcOptions.js';
import { SpecqlCdcError } from '../../../error.js';

/** Options of every command that talks to Kafka Connect. */
export interface ConnectFlags {
  kafkaConnectUrl: string;
  connectorName: string;
}

/**
 * @param command - that talks to Kafka Connect
 * @returns it, with the options that say where that is, and whom it is about
 */
export function withConnectorName(command: Command): Command {
  return withConnectUrl(command).option('--connector-name <name>', 'which connector', defaults.connectorName);
}

/**
 * @param command - that talks to Kafka Connect
 * @returns it, with the option that says where that is
 */
export function withConnectUrl(command: Command): Command {
  return command.option(
    '--kafka-connect-url <url>',
    'where Kafka Connect is',
    process.env.KAFKA_CONNECT_URL ?? defaultConnectUrl,
  );
}

/**
 * @param flags - where Kafka Connect is
 * @returns what talks to it
 * @throws SpecqlCdcError when that is no URL
 */
export function connectClient({ kafkaConnectUrl }: Pick<ConnectFlags, 'kafkaConnectUrl'>): ConnectClient {
  if (!/^https?:\/\/[^/]/.test(kafkaConnectUrl) || !URL.canParse(kafkaConnectUrl)) {
    throw new SpecqlCdcError('--kafka-connect-url is no URL', `Write it as ${defaultConnectUrl}.`);
  }
  return new ConnectClient(kafkaConnectUrl);
}
