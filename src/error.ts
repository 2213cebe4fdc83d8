/** A refusal by this library, with what to do next. Errors of the server arrive as they are, as `pg.DatabaseError`. */
export class SpecqlCdcError extends Error {
  override readonly name = 'SpecqlCdcError';

  /**
   * @param message - what is wrong
   * @param hint - what to do next
   */
  constructor(
    message: string,
    readonly hint: string,
  ) {
    super(message);
  }
}
