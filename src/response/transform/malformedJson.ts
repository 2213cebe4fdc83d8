import { SpecqlCdcError } from '../../error.js';

/** What was given is no JSON. */
export class MalformedJsonError extends SpecqlCdcError {
  /**
   * @param problem - what is wrong there
   * @param offset - how many characters (UTF-16 code units) of the document came before it, over all chunks
   */
  constructor(
    problem: string,
    readonly offset: number,
  ) {
    super(
      `the JSON is malformed at offset ${offset}: ${problem}`,
      'The offset counts characters from 0. Text that came from a json or jsonb value of PostgreSQL is well-formed: look for what cut or joined it.',
    );
  }
}
