/**
 * Lets the system find out that a server is gone without a word, as after a failover, while nothing is asked of it: Node has it ask after this time,
 * ten times, a second apart (https://nodejs.org/api/net.html#socketsetkeepaliveenable-initialdelay). A query that is under way takes `query_timeout`.
 */
export const keepAlive = { keepAlive: true, keepAliveInitialDelayMillis: 10_000 };
