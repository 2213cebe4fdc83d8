import type { FieldType, ScalarName } from '../../syntax/field.js';
import { scalarForms } from '../../words/scalarForms.js';
import { literal } from '../text/literal.js';
import { join, none, type Sql, sql } from '../text/sql.js';
import { isList, itemType, type ItemType, sqlType } from '../text/sqlType.js';
import type { Input, Inputs } from './inputs.js';
import { refusal } from './refusal.js';

/** How a value stands in JSON. */
interface Form {
  readonly kinds: readonly string[];
  readonly expected: string;
  /** What the text of it looks like. */
  readonly pattern?: string;
  /** Whether a value of this form can be out of range. */
  readonly mayFail?: boolean;
}

const formOf = (scalar: ScalarName, kinds: readonly string[]): Form => ({
  kinds,
  expected: scalarForms[scalar].expected,
  pattern: scalarForms[scalar].pattern.source,
  mayFail: true,
});

const text: Form = { kinds: ['string'], expected: 'a text' };

/** Numbers beyond the precision of JavaScript come as texts. Texts of a form are refused by the check of their column. */
const forms: Readonly<Record<ScalarName, Form>> = {
  text,
  integer: formOf('integer', ['number']),
  bigint: formOf('bigint', ['number', 'string']),
  decimal: formOf('decimal', ['number', 'string']),
  money: formOf('money', ['number', 'string']),
  float: { kinds: ['number'], expected: 'a number', mayFail: true },
  boolean: { kinds: ['boolean'], expected: 'true or false' },
  uuid: {
    ...formOf('uuid', ['string']),
    pattern: '^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$',
    mayFail: false,
  },
  date: formOf('date', ['string']),
  datetime: formOf('datetime', ['string']),
  time: formOf('time', ['string']),
  json: { kinds: ['object', 'array', 'string', 'number', 'boolean'], expected: 'JSON' },
  email: text,
  url: text,
  phone: text,
  slug: text,
};

/** What a key that is no field of the entity has to be, by the type of its variable. */
const scalarOf: Readonly<Record<ItemType, ScalarName>> = {
  text: 'text',
  integer: 'integer',
  bigint: 'bigint',
  numeric: 'decimal',
  'numeric(19,4)': 'money',
  'double precision': 'float',
  boolean: 'boolean',
  uuid: 'uuid',
  date: 'date',
  'timestamp with time zone': 'datetime',
  'time without time zone': 'time',
  jsonb: 'json',
};

/** @returns the declarations of the variables of the payload */
export function payloadDeclarations(inputs: Inputs): Sql {
  const { all } = inputs;
  if (all.length === 0) return none;
  return sql`
    v_field text;
    v_expected text;
    ${join(
      all.map(({ variable, type }) => sql`${variable} ${sqlType(type)};`),
      '\n',
    )}
  `;
}

/** @returns what checks the payload and takes its values; a key that is null counts as absent */
export function readPayload(inputs: Inputs): Sql {
  const { all } = inputs;
  const plain = all.filter((input) => !mayFail(input));
  const risky = all.filter(mayFail);
  return join(
    [
      sql`
        if jsonb_typeof(p_payload) is distinct from 'object' then
          ${refusal('invalid_input', 'The payload is not an object.')}
        end if;
      `,
      all.length === 0 ? none : checks(all),
      ...plain.map(assignment),
      risky.length === 0 ? none : conversions(risky),
    ],
    '\n',
  );
}

/** @returns for people, what each key of the payload is */
export function describePayload(inputs: Inputs): string[] {
  return inputs.all.map((input) => `${input.name}: ${describe(input)}`);
}

function describe(input: Input): string {
  const { expected } = formFor(input);
  return isList(input.type) ? `a list, each item ${expected}` : expected;
}

const formFor = ({ type, field }: Input): Form => (field ? formOfField(field) : forms[scalarOf[itemType(type)]]);

/** Of a list, that of its items. */
function formOfField(type: FieldType): Form {
  switch (type.kind) {
    case 'scalar':
      return forms[type.scalar];
    case 'enum':
      return forms.text;
    case 'ref':
      return forms.uuid;
    case 'list':
      return formOfField(type.of);
    default:
      return type satisfies never;
  }
}

const mayFail = (input: Input) => formFor(input).mayFail ?? false;

function checks(inputs: readonly Input[]): Sql {
  const lists = inputs.some(({ type }) => isList(type));
  return sql`
    select k.field, k.expected into v_field, v_expected
    from (values
      ${join(
        inputs.map((input) => expectation(input, lists)),
        ',\n',
      )}
    ) k (field, kinds, pattern, expected${lists ? sql`, is_list` : none})
    where p_payload ->> k.field is not null and ${lists ? isWrongItem : isWrong}
    limit 1;
    if found then
      ${refusal('invalid_input', sql`format('%s is not %s.', v_field, v_expected)`, sql`v_field`)}
    end if;
  `;
}

const isWrong = sql`(jsonb_typeof(p_payload -> k.field) <> all (k.kinds) or p_payload ->> k.field !~ k.pattern)`;

const isWrongItem = sql`
  case
    when k.is_list and jsonb_typeof(p_payload -> k.field) <> 'array' then true
    else exists (
      select from jsonb_array_elements(
        case when k.is_list then p_payload -> k.field else jsonb_build_array(p_payload -> k.field) end) e (item)
      where jsonb_typeof(e.item) <> all (k.kinds) or e.item #>> '{}' !~ k.pattern)
  end
`;

function expectation(input: Input, lists: boolean): Sql {
  const { kinds, pattern } = formFor(input);
  const array = sql`array[${join(kinds.map(literal), ', ')}]`;
  const listFlag = lists ? sql`, ${literal(isList(input.type))}` : none;
  return sql`(${literal(input.name)}, ${array}, ${literal(pattern ?? '')}, ${literal(describe(input))}${listFlag})`;
}

function assignment({ name, variable, type }: Input): Sql {
  const key = literal(name);
  if (type === 'jsonb') return sql`${variable} := nullif(p_payload -> ${key}, 'null');`;
  if (!isList(type)) return sql`${variable} := p_payload ->> ${key};`;
  return sql`
    if jsonb_typeof(p_payload -> ${key}) = 'array' then
      ${variable} := array(
        select e.item #>> '{}' from jsonb_array_elements(p_payload -> ${key}) with ordinality e (item, position) order by e.position);
    end if;
  `;
}

/** What has the right form can still be no value, as 2025-02-30 or a number of 20 digits. */
function conversions(inputs: readonly Input[]): Sql {
  return sql`
    begin
      ${join(
        inputs.map(
          (input) => sql`
            v_field := ${literal(input.name)};
            v_expected := ${literal(describe(input))};
            ${assignment(input)}
          `,
        ),
        '\n',
      )}
    exception when data_exception then
      ${refusal('invalid_input', sql`format('%s is not %s.', v_field, v_expected)`, sql`v_field`)}
    end;
  `;
}
