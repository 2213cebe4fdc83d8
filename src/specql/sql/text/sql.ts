import { Sql } from './trusted.js';

export type { Sql } from './trusted.js';

/** Nothing: alone on a line of a template it takes the line with it. */
export const none = Sql.trusted('');

/**
 * Template tag: the text as written, without its common indentation; a value of several lines is indented like the line it stands in.
 *
 * @param strings - the written parts
 * @param values - SQL that was made safe before
 * @returns the whole
 */
export function sql(strings: TemplateStringsArray, ...values: readonly Sql[]): Sql {
  const block = strings.raw[0]?.startsWith('\n') ?? false;
  const written = block ? dedent(strings.raw) : strings.raw;
  let text = written[0] ?? '';
  values.forEach((value, index) => {
    const next = written[index + 1] ?? '';
    const line = text.slice(text.lastIndexOf('\n') + 1);
    if (value.text === '' && line.trim() === '' && (next === '' || next.startsWith('\n'))) {
      text = text.slice(0, text.length - line.length).replace(/\n$/, '') + next;
    } else {
      const indent = /^ */.exec(line)?.[0] ?? '';
      text += value.text.replaceAll('\n', `\n${indent}`) + next;
    }
  });
  return Sql.trusted(
    block
      ? text
          .replace(/ +$/gm, '')
          .replace(/\n{3,}/g, '\n\n')
          .replace(/^\n+/, '')
      : text,
  );
}

/**
 * @param parts - pieces; empty ones are left out
 * @param separator - what stands between them
 * @returns one piece
 */
export function join(parts: readonly Sql[], separator: ', ' | ',\n' | '\n' | '\n\n' | ' and ' | ' or ' | ' || '): Sql {
  return Sql.trusted(
    parts
      .map(({ text }) => text)
      .filter((text) => text !== '')
      .join(separator),
  );
}

function dedent(strings: readonly string[]): string[] {
  const indents = strings.flatMap((part) =>
    [...part.matchAll(/\n( *)(?=\S|$(?!\n))/g)].map((match) => match[1]?.length ?? 0),
  );
  // The last line holds the closing backtick, which stands one level further out.
  const last = strings[strings.length - 1] ?? '';
  const closed = /\n *$/.test(last);
  const common = Math.min(...(closed ? indents.slice(0, -1) : indents));
  const stripped = strings.map((part) => part.replaceAll(`\n${' '.repeat(common)}`, '\n'));
  stripped[0] = (stripped[0] ?? '').slice(1);
  stripped[stripped.length - 1] = (stripped[stripped.length - 1] ?? '').replace(/\n *$/, '');
  return stripped;
}
