import { SpecqlCdcError } from '../error.js';

/**
 * @param consumer - its name
 * @returns the error for a consumer that does not exist
 */
export function unknownConsumer(consumer: string): SpecqlCdcError {
  return new SpecqlCdcError(
    `there is no consumer ${consumer}`,
    `List those there are: specql-cdc consumers. Or create it: select app.create_consumer('${consumer.replaceAll("'", "''")}').`,
  );
}
