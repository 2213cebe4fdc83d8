import { Option, type Command } from 'commander';
import { ConnectClient, defaultConnectUrl } from '../../../cdc/connect/connectClient.js';
import { defaults } from '../../../cdc/config/cdcOptions.js';

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
  // Help shows where the value comes from instead of the value, which may hold a password.
  return command.addOption(
    new Option('--kafka-connect-url <url>', 'where Kafka Connect is').default(
      process.env.KAFKA_CONNECT_URL ?? defaultConnectUrl,
      `KAFKA_CONNECT_URL, else ${defaultConnectUrl}`,
    ),
  );
}

/**
 * @param flags - where Kafka Connect is
 * @returns what talks to it
 * @throws SpecqlCdcError when that is no URL
 */
export const connectClient = ({ kafkaConnectUrl }: Pick<ConnectFlags, 'kafkaConnectUrl'>): ConnectClient =>
  new ConnectClient(kafkaConnectUrl);
