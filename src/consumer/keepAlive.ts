/**
 * Lets the system find out that a server is gone without a word, as after a failover, while nothing is asked of it: after 20 seconds instead of
 * never. A query that is under way takes `query_timeout`.
 */
export const keepAlive = { keepAlive: true, keepAliveInitialDelayMillis: 10_000 };
