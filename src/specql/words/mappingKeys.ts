/** The keys of each mapping of a SpecQL file. */
export const entityKeys = ['entity', 'schema', 'description', 'tenant', 'fields', 'actions', 'audit', 'cdc'] as const;

/** Of the long form of a field. */
export const fieldKeys = ['type', 'required', 'unique', 'default', 'description'] as const;

/** Of an action. */
export const actionKeys = ['name', 'description', 'steps', 'impact', 'cdc'] as const;

/** Of the options of auditing. */
export const auditKeys = ['enabled', 'include_cascade', 'exclude', 'ignore', 'redact', 'keep_unchanged'] as const;

/** Of the event of an action. */
export const cdcKeys = ['enabled', 'event_type', 'include_cascade', 'include_payload', 'partition_key'] as const;

/** Of the defaults that an entity gives to its actions; an event type belongs to one action. */
export const cdcDefaultKeys = ['enabled', 'include_cascade', 'include_payload', 'partition_key'] as const;

/** Of what an action declares to change. */
export const impactKeys = ['primary', 'side_effects', 'cache_invalidations'] as const;

/** Of one entity that an action changes. */
export const entityImpactKeys = ['entity', 'operation', 'fields'] as const;

/** Of a query that clients should forget. */
export const cacheInvalidationKeys = ['query', 'filter', 'strategy', 'reason'] as const;

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
