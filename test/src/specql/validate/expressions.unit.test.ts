import { test } from 'vitest';
import { expectDiagnostic, parsed, withSteps } from '../marked.js';

test.each([
  ['- validate: «titel is not null', 'expected a field of Post, found "titel" -> title'],
  [
    '- validate: «post_id = 1',
    'expected a field of Post, found "post_id"; a key of the payload is written input.post_id',
  ],
  ['- validate: «parent.titel is null', 'expected a field of Post, found "titel" -> title'],
  ['- validate: «title.x = 1', 'expected title of Post alone, found "title.x": only references and json have parts'],
  ['- validate: «input = 1', 'expected a key of the payload, as in input.title, found "input"'],
  [`- validate: «input.${'x'.repeat(56)} = 1`, 'expected a key of at most 55 characters'],
  ['- validate: «length(title)', 'expected a condition, as in title is not null, found integer'],
  ['- validate: «title', 'expected a condition, as in title is not null, found text'],
  ['- validate: «status', 'expected a condition, as in title is not null, found a value of the type enum'],
  ['- validate: «5', 'expected a condition, as in title is not null, found decimal'],
  ['- validate: "«[1, 2]"', 'expected a condition, as in title is not null, found a list'],
  ['- validate: shown and «views', 'expected a condition, as in title is not null, found integer'],
  ['- validate: not «keywords', 'expected a condition, as in title is not null, found a value of the type list'],
  ['- {if: «title, then: []}', 'expected a condition, as in title is not null, found text'],
  ['- delete: Post WHERE «title', 'expected a condition, as in title is not null, found text'],
  ["- validate: status = «'drafd'", 'expected one of draft, published, found "drafd" -> draft'],
  [`- validate: "«'drafd' != status"`, 'expected one of draft, published, found "drafd" -> draft'],
  ["- validate: status in ('draft', «'shown')", 'expected one of draft, published, found "shown"'],
  ["- validate: views > «'many'", 'expected a number, found "many"'],
  ["- validate: created_at > «'today'", 'expected a time with its zone, as in 2025-01-31T12:00:00Z, found "today"'],
  ["- validate: parent = «'5'", 'expected a uuid, found "5"'],
  ['- validate: title «= null', 'expected a comparison with a value: nothing equals null -> is null'],
  ['- validate: null «!= title', 'expected a comparison with a value: nothing equals null -> is not null'],
  ['- update: Post SET «titel = 1', 'expected a field of Post, found "titel" -> title'],
  ['- update: Post SET «created_at = now()', 'expected a field of Post, found "created_at", which is set by itself'],
  ['- update: Post SET views = 1, «views = 2', 'expected each field once, found "views" again'],
  ['- update: Post SET title = «null', 'expected a value of the required field title, found null'],
  ["- update: Post SET status = «'shown'", 'expected one of draft, published, found "shown"'],
  ['- update: Post SET views = «1.5', 'expected a whole number, found 1.5'],
  ['- «insert: Post SET views = 1', 'expected values of all required fields of Post: title'],
  ['- {notify: a, payload: «titel}', 'expected a field of Post, found "titel" -> title'],
  ['- {call: do_it, with: {id: «titel}}', 'expected a field of Post, found "titel" -> title'],
])('%s', (line, message) => {
  expectDiagnostic(withSteps(line), message);
});

test.each([
  [
    ['- find: Post', '- «find: Post'],
    'expected another name for this row, as in "as: other", found "post": an earlier step named its row so',
  ],
  [
    ['- «{find: Post, as: input}'],
    'expected another name for this row, as in "as: other", found "input": it is a word of expressions',
  ],
  [
    ['- {find: Post, as: found}', '- validate: «fuond.title is null'],
    'expected a field of Post, found "fuond" -> found',
  ],
  [['- validate: «found.title is null', '- {find: Post, as: found}'], 'expected a field of Post, found "found"'],
  [
    ['- {if: shown, then: [{find: Post, as: found}], else: [{validate: «found.shown}]}'],
    'expected a field of Post, found "found"',
  ],
  [
    ['- {find: Post, as: title}', "- update: Post SET views = 1 WHERE «title = 'x'"],
    '"title" is a field of Post and a row of an earlier step: expected that row to have another name',
  ],
])('%j', (lines, message) => {
  // A mark before a flow mapping stands where its first key does not.
  expectDiagnostic(withSteps(...lines), message);
});

test('rows that steps named are known to later steps, and to the branches inside them', () => {
  parsed(
    withSteps(
      "- insert: Post SET title = 'x'",
      '  as: made',
      '- find: Post WHERE id = made.id and parent = made',
      '- if: post.views > 1.5 and post.parent.parent.views > 2',
      '  then:',
      '    - validate: made.shown or post.meta.flag is not null or input.anything',
      '    - update: Post SET parent = made.id, views = post.views + 1 WHERE id = post.id',
    ),
  );
});
