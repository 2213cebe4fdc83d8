import { SpecqlCdcError } from '../error.js';

/** Standard input. */
export interface Input extends AsyncIterable<unknown> {
  isTTY?: boolean;
}

/**
 * @param input - standard input
 * @returns all of it
 * @throws SpecqlCdcError when it is a terminal, where the tool would seem to hang
 */
export async function readInput(input: Input | undefined): Promise<string> {
  if (input === undefined || input.isTTY) {
    throw new SpecqlCdcError('no file was given', 'Name files, or pipe one into standard input.');
  }
  const chunks: Buffer[] = [];
  for await (const chunk of input) chunks.push(Buffer.from(chunk as string | Uint8Array));
  return Buffer.concat(chunks).toString('utf8');
}
