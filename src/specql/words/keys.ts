/** The keys of each mapping of a SpecQL file. */
export const entityKeys = ['entity', 'schema', 'description', 'tenant', 'fields', 'actions', 'audit', 'cdc'];

/** Of the long form of a field. */
export const fieldKeys = ['type', 'required', 'unique', 'default', 'description'];

/** Of an action. */
export const actionKeys = ['name', 'description', 'steps', 'impact', 'cdc'];

/** Of the options of auditing. */
export const auditKeys = ['enabled', 'include_cascade', 'exclude', 'ignore', 'redact', 'keep_unchanged'];

/** Of the event of an action. */
export const cdcKeys = ['enabled', 'event_type', 'include_cascade', 'include_payload', 'partition_key'];

/** Of the defaults that an entity gives to its actions; an event type belongs to one action. */
export const cdcDefaultKeys = cdcKeys.filter((key) => key !== 'event_type');

/** Of what an action declares to change. */
export const impactKeys = ['primary', 'side_effects', 'cache_invalidations'];

/** Of one entity that an action changes. */
export const entityImpactKeys = ['entity', 'operation', 'fields'];

/** Of a query that clients should forget. */
export const cacheInvalidationKeys = ['query', 'filter', 'strategy', 'reason'];

/** Of each step: the first key says which step it is. */
export const stepKeys = {
  validate: ['validate', 'error', 'message'],
  if: ['if', 'then', 'else'],
  insert: ['insert', 'set', 'as'],
  update: ['update', 'set', 'where'],
  delete: ['delete', 'where', 'hard'],
  find: ['find', 'where', 'as', 'error'],
  call: ['call', 'with'],
  refresh_table_view: ['refresh_table_view'],
  notify: ['notify', 'payload'],
  reject: ['reject', 'message'],
} as const satisfies Record<string, readonly string[]>;

/** The word a step begins with. */
export type StepWord = keyof typeof stepKeys;
