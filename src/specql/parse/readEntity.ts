import type { Entity } from '../syntax/entity.js';
import { entityKeys } from '../words/mappingKeys.js';
import { nameForms } from '../words/nameForms.js';
import { readAction } from './action/readAction.js';
import { readDefaultCdc } from './action/readCdc.js';
import { readAudit } from './readAudit.js';
import { readField } from './field/readField.js';
import type { Mapping } from './yaml/mapping.js';

/** Where an entity lives that does not say. */
const defaultSchema = 'public';

/**
 * @param mapping - one YAML document
 * @returns the entity; undefined when it has no name, which is collected
 */
export function readEntity(mapping: Mapping): Entity | undefined {
  mapping.allow('an entity', entityKeys);
  const named = mapping.require('entity', 'an entity');
  const name = mapping.name('entity', nameForms.entity);
  const schema = mapping.name('schema', nameForms.schema) ?? defaultSchema;
  const description = mapping.text('description');
  const tenant = mapping.switch('tenant') ?? false;
  const fieldMapping = mapping.mapping('fields', 'a mapping, as in "title: text!"');
  const fields = (fieldMapping?.entries ?? []).flatMap((entry) => readField(entry, schema) ?? []);
  const cdcMapping = mapping.mapping('cdc', 'a mapping, as in {enabled: true}');
  const acting = { name: name ?? '', schema, cdc: cdcMapping && readDefaultCdc(cdcMapping) };
  const actions = mapping.items('actions', 'a list of actions').flatMap((located) => readAction(located, acting) ?? []);
  const auditMapping = mapping.mapping('audit', 'a mapping, as in {enabled: true}');
  const audited =
    auditMapping &&
    readAudit(
      auditMapping,
      fields.map((each) => each.name),
    );
  if (!named || name === undefined) return undefined;
  return {
    name,
    schema,
    ...(description !== undefined && { description }),
    tenant,
    fields,
    actions,
    ...(audited && { audit: audited }),
    position: mapping.entry('entity')?.located.position ?? mapping.position,
  };
}
