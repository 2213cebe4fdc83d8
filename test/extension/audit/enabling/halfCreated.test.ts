import { expect } from 'vitest';
import { rows, value } from '../../../harness/query.js';
import { test } from '../../../harness/fixture.js';
import { story } from '../../../harness/trail.js';

const entity = (name: string) => `drop function app.${name}`;

/** What is left of an audited table, as an interrupted script or a careless DROP leaves it. */
const states: Record<string, { damage: string; checks: string[] }> = {
  'audit table without triggers': { damage: `alter table tb_item disable trigger all`, checks: ['triggers'] },
  'one trigger dropped': { damage: 'drop trigger audit_trigger_item_update on tb_item', checks: ['triggers'] },
  'triggers without a registry row': { damage: 'delete from app.audited_table', checks: [] },
  'registry row without functions': {
    damage: `drop function app.audit_trigger_item cascade; ${entity('collect_item_changes')}; ${entity('get_item_audit_history')}; ${entity('get_item_audit_history_with_cascade')}`,
    checks: ['generated_objects', 'generated_objects', 'generated_objects', 'generated_objects', 'triggers'],
  },
  'registry row without views': {
    damage: 'drop view app.v_item_cascade_audit, app.v_item_recent_cascade_mutations',
    checks: ['generated_objects', 'generated_objects'],
  },
  'registry row without an audit table': {
    damage: 'drop table app.audit_item cascade',
    checks: ['audit_table', 'generated_objects', 'generated_objects'],
  },
  'audit table that lost columns': {
    damage: 'alter table app.audit_item drop column mutation_id cascade, drop column client_addr',
    checks: ['audit_table', 'audit_table', 'definition', 'generated_objects', 'generated_objects'],
  },
  'indexes dropped': {
    damage: 'drop index app.idx_audit_item_entity_id, app.idx_audit_item_transaction_id',
    checks: [],
  },
};

for (const [what, { damage, checks }] of Object.entries(states)) {
  test(`enabling again mends: ${what}`, async ({ db }) => {
    await db.sql.query(`
      create table public.tb_item (id integer primary key, v text);
      select app.enable_audit_cascade('tb_item');
      ${damage}`);
    const findings = `select distinct on (1, detail) "check" from app.health_check() where status = 'error' order by 1, detail`;
    expect((await rows(db.sql, findings)).map(({ check }) => check)).toEqual(checks);
    await db.sql.query(`
      select app.enable_audit_cascade('tb_item');
      insert into tb_item values (1, 'a');
      update tb_item set v = 'b'`);
    expect(await rows(db.sql, findings)).toEqual([]);
    expect(await story(db.sql, 'item')).toEqual(['INSERT 1: a', 'UPDATE 1: a > b']);
    expect(await value(db.sql, 'select count(*)::int from app.get_item_audit_history_with_cascade(1)')).toBe(2);
    const indexes = await rows(db.sql, `select from pg_indexes where tablename = 'audit_item'`);
    expect(indexes).toHaveLength(5);
  });
}
