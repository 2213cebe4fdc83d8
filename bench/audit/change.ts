/** One statement on `blog.tb_post`. */
export type Change =
  { readonly operation: 'INSERT'; readonly rows: number } | { readonly operation: 'UPDATE'; readonly where: string };

const tenant = '11111111-1111-4111-8111-111111111111';
const user = '22222222-2222-4222-8222-222222222222';
const values = `'${tenant}', 'The title of a post', 'Its content is some words longer than its title, as content tends to be.', '${user}'`;

/** What an UPDATE sets. */
export const set = `views = p.views + 1, updated_at = now(), updated_by = '${user}'`;

/**
 * @param change - what to do
 * @returns the statement an application would write
 */
export function statement(change: Change): string {
  if (change.operation === 'UPDATE') return `update blog.tb_post p set ${set} where ${change.where}`;
  const source = change.rows === 1 ? `values (${values})` : `select ${values} from generate_series(1, ${change.rows})`;
  return `insert into blog.tb_post (tenant_id, title, content, created_by) ${source}`;
}
