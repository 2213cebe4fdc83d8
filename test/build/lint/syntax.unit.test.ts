import { expect, test } from 'vitest';
import { syntax } from '../../../build/lint/syntax.js';
import { findings } from './findings.js';

const plpgsql = (body: string, returns = 'integer') =>
  `create function app.f(p_list app.item[]) returns ${returns} language plpgsql as $$${body}$$;`;

test.each([
  ['a PL/pgSQL function', plpgsql(' begin return 1; end ')],
  ['an array of a type of ours', plpgsql(' begin return p_list; end ', 'app.item[]')],
  ['a DO block', 'do $$ begin perform 1; end $$;'],
  ['an SQL function', "create function app.f() returns int language sql as 'select 1';"],
  ['an SQL function with a parsed body', 'create function app.f() returns int language sql return 1;'],
])('accepts %s', async (_, sql) => {
  expect(await findings(syntax, sql)).toEqual([]);
});

test.each([
  ['a misspelt statement', plpgsql(' begin retur 1; end '), 'syntax error at or near "retur"'],
  ['a broken expression', plpgsql(' begin return 1 +; end '), 'syntax error at end of input'],
  ['a missing END', plpgsql(' begin if true then return 1; end '), 'syntax error'],
  ['a broken DO block', 'do $$ begin perform; perfrm 1; end $$;', 'syntax error'],
  [
    'a broken SQL body',
    "create function app.f() returns int language sql as 'selec 1';",
    'syntax error at or near "selec"',
  ],
])('finds %s', async (_, sql, message) => {
  expect(await findings(syntax, `select 1;\n${sql}`)).toEqual([expect.stringContaining(`2: in the body: ${message}`)]);
});
