/** Where a new consumer starts: with what is retained, with what commits from now on, or at a time, as a date or as PostgreSQL reads it. */
export type StartPosition = 'earliest' | 'latest' | Date | (string & {});

/** Where a consumer goes on: as it may start, or with an event, by its `event_id`. */
export type SeekPosition = StartPosition | bigint;

/**
 * @param position - where to start or to go on
 * @returns it, as `app.create_consumer` and `app.seek_consumer` take it
 */
export function positionText(position: SeekPosition): string {
  return position instanceof Date ? position.toISOString() : String(position);
}
