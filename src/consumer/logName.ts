/** The logs that consumers read. */
export const logNames = ['outbox', 'mutation_events'] as const;

/** The name of a log that consumers read. */
export type LogName = (typeof logNames)[number];

/**
 * @param log - a log
 * @returns its table, with the schema
 */
export const logTable = (log: LogName): string => `app.${log}`;
