/** A JSON Schema, as far as this one needs. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/**
 * @param properties - of a mapping; it has no others
 * @param required - those that must be there
 * @param description - for whoever points at it
 */
export function mapping(
  properties: Readonly<Record<string, JsonSchema>>,
  required: readonly string[] = [],
  description?: string,
): JsonSchema {
  return {
    ...(description !== undefined && { description }),
    type: 'object',
    properties,
    ...(required.length > 0 && { required }),
    additionalProperties: false,
  };
}

/** A list of items. */
export const listOf = (items: JsonSchema, description?: string): JsonSchema => ({
  ...(description !== undefined && { description }),
  type: 'array',
  items,
});

/** A text of a form. */
export const matching = (pattern: RegExp, description?: string): JsonSchema => ({
  ...(description !== undefined && { description }),
  type: 'string',
  pattern: pattern.source,
});

/** A schema that stands under `definitions`. */
export const defined = (name: string): JsonSchema => ({ $ref: `#/definitions/${name}` });
