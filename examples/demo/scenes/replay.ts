import { claim } from '../claim.js';
import { code, heading } from '../print.js';
import type { Scene } from '../stage.js';

/** The audit rows account for every change: replayed from empty they give the tables. */
export const replay: Scene = async ({ sql }) => {
  heading('Replaying the audit trail from empty gives the tables');
  await sql.query('delete from blog.tb_comment');
  code(`select r.* from app.get_table_as_of('blog.tb_post') image
  cross join jsonb_populate_record(null::blog.tb_post, image) r;`);
  for (const name of ['author', 'post', 'comment']) {
    const { rows } = await sql.query<{ rows: number; differing: number }>(
      `with replayed as (
         select r.* from app.get_table_as_of('blog.tb_${name}') image cross join jsonb_populate_record(null::blog.tb_${name}, image) r),
       stored as (select * from blog.tb_${name}),
       differing as ((table replayed except all table stored) union all (table stored except all table replayed))
       select (select count(*)::int from stored) as rows, (select count(*)::int from differing) as differing`,
    );
    claim(`blog.tb_${name}: ${String(rows[0]?.rows)} rows, no difference`, rows[0]?.differing === 0);
  }
};
