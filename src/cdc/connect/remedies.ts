/** What to do about a failure that Debezium or Kafka Connect tells of, by the words they use. */
const remedies: [words: RegExp, remedy: string][] = [
  [
    /password authentication failed|no password was provided|password-based authentication/i,
    'Set the password of the role by \\password in psql, the same where the config provider of Kafka Connect looks (SPECQL_CDC_PASSWORD unless chosen otherwise), then: specql-cdc cdc restart.',
  ],
  [/wal_level/i, 'Run: alter system set wal_level = logical. Then restart PostgreSQL, and: specql-cdc cdc restart.'],
  [
    /can no longer (get changes|be accessed)|slot .*(was|has been) (recreated|invalidated)|slot .*ahead|no longer available/i,
    'Events may not have reached Kafka. Make the slot anew, and have the rows that are still in the outbox sent again: set snapshot.mode to initial in the connector file, then: specql-cdc cdc deploy --recreate-slot.',
  ],
  [
    /publication .* does not exist/i,
    'Run: specql-cdc cdc deploy. Where the publication came after the slot, changes decoded in between fail: add --recreate-slot.',
  ],
  [/permission denied|must be (superuser|owner)|replication role/i, 'Run setup-database.sql as a superuser.'],
  [
    /connection .*refused|connection attempt failed|unknownhost|timed out/i,
    'Check database.hostname and database.port as the machine of Kafka Connect sees them, and that PostgreSQL runs and pg_hba.conf lets it in.',
  ],
  [/database ".*" does not exist/i, 'Check database.dbname in the connector file, then: specql-cdc cdc deploy.'],
  [
    /failed to find any class|class .* could not be found/i,
    'Kafka Connect does not have the Debezium connector for PostgreSQL: unpack it into a folder of plugin.path, and restart the worker.',
  ],
  [
    /exactly.once/i,
    'Set exactly.once.source.support=enabled for every worker of Kafka Connect, or generate the connector without --exactly-once.',
  ],
];

/**
 * @param words - an error of Debezium or Kafka Connect, or a stack trace
 * @returns what to do about it
 */
export function remedyFor(words: string): string {
  return (
    remedies.find(([pattern]) => pattern.test(words))?.[1] ??
    'Look at the log of Kafka Connect; when the cause is mended: specql-cdc cdc restart.'
  );
}

/**
 * @param trace - a Java stack trace
 * @returns what went wrong, innermost last: the messages of the causes, without the frames
 */
export function causes(trace: string): string {
  const messages = trace
    .split('\n')
    .filter((line) => /^\S/.test(line))
    .map((line) =>
      line
        .replace(/^Caused by: /, '')
        .replace(/^[\w.$]+(Exception|Error): ?/, '')
        .trim(),
    );
  return [...new Set(messages)].filter((message) => message !== '').join(': ');
}
