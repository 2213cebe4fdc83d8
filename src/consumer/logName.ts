/** The logs that consumers read. */
export type LogName = 'outbox' | 'mutation_events';
