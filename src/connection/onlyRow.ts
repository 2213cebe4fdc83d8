/**
 * @param result - of a statement that always returns one row
 * @returns that row
 * @throws Error when there is none
 */
export function onlyRow<Row>({ rows }: { rows: Row[] }): Row {
  const [row] = rows;
  if (row === undefined) throw new Error('the statement returned no row');
  return row;
}
