/** What the comment in front of a function says of it. */
export interface Header {
  /** The first sentence after the signature. */
  summary: string;
  /** Whether it says `Internal`: such a function is not for users. */
  internal: boolean;
}

const line = /^-- ?(.*)$/;
/** Where the description ends: parameters, the result, the errors. */
const details = /^( {2}|Returns |Errors?: )/;

/**
 * Reads the header of a function: its signature, then what it does, then parameters, result and errors.
 *
 *     -- app.snake_case(p_name text) returns text
 *     -- OrderLine gives order_line. Internal.
 *
 * @param comment - what stands between the function and the statement before it
 * @param name - the function's name with its schema
 * @returns what it says; undefined when there is no header of this function
 */
export function headerOf(comment: string, name: string): Header | undefined {
  const lines = comment.split('\n').map((text) => line.exec(text.trim())?.[1]);
  const start = lines.map((text) => text?.startsWith(`${name}(`) ?? false).lastIndexOf(true);
  if (start === -1) return undefined;
  const body = lines.slice(afterSignature(lines, start)).filter((text) => text !== undefined);
  const end = body.findIndex((text) => details.test(text));
  const description = (end === -1 ? body : body.slice(0, end)).join(' ').replace(/^Internal\.? */, '');
  const [, summary = ''] = /^(.*?[.])(?=\s|$)/.exec(description) ?? [];
  return { summary, internal: /\bInternal\b/.test(body.join(' ')) };
}

/** A long signature goes on in lines that are indented. */
function afterSignature(lines: readonly (string | undefined)[], start: number): number {
  let next = start + 1;
  while (lines[next]?.startsWith('  ')) next++;
  return next;
}
