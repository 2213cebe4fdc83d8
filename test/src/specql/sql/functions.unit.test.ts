import { expect, test } from 'vitest';
import { scriptOf, actionSql, faultsOf } from './generated.js';
import { parsed, withSteps } from '../marked.js';

test.for([
  [
    'count(Post) < 10',
    '(select count(*) from blog.tb_post t where t.deleted_at is null and t.tenant_id = v_tenant_id) < 10',
  ],
  ['count(input.keywords) < 10', 'coalesce(cardinality(v_input_keywords), 0) < 10'],
  ['count(keywords) < 10', 'coalesce(cardinality(v_row.keywords), 0) < 10'],
  ['exists(Post)', 'exists (select from blog.tb_post t where t.deleted_at is null and t.tenant_id = v_tenant_id)'],
  ['exists(input.title)', '(v_input_title is not null) is not true'],
  ['not exists(input.title)', 'not (v_input_title is not null)'],
  ['round(views) = 1', 'round(v_row.views::numeric) = 1'],
  ['round(views * 1.5, 2) = 1', 'round((v_row.views * 1.5)::numeric, 2::integer) = 1'],
  ['round(input.share, input.digits) = 1', 'round(v_input_share::numeric, v_input_digits::integer) = 1'],
] as const)('%s', async ([condition, expected]) => {
  const steps = [`- validate: ${condition}`, '  error: refused', '- update: Post SET title = input.title'];
  expect(actionSql(...steps)).toContain(expected);
  expect(await faultsOf(scriptOf(parsed(withSteps(...steps))))).toEqual([]);
});
