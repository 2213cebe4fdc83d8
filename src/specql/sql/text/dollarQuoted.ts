import { Sql } from './trusted.js';

/**
 * @param body - of a function
 * @returns it between dollar quotes that do not occur in it
 */
export function dollarQuoted(body: Sql): Sql {
  let tag = '$function$';
  for (let count = 1; body.text.includes(tag.slice(0, -1)); count += 1) tag = `$function_${count}$`;
  return Sql.trusted(`${tag}\n${body.text}\n${tag}`);
}
