import type { Action } from '../../syntax/action.js';
import { actionKeys } from '../../words/mappingKeys.js';
import { nameForms } from '../../words/nameForms.js';
import { Mapping } from '../yaml/mapping.js';
import type { LocatedNode } from '../yaml/node.js';
import { readActionCdc, completeCdc, type CdcWritten } from './readCdc.js';
import { readImpact } from './readImpact.js';
import { readSteps } from './readSteps.js';

/** The entity that an action belongs to. */
export interface ActingEntity {
  readonly name: string;
  readonly schema: string;
  readonly cdc?: CdcWritten | undefined;
}

/**
 * @param located - of the action
 * @param entity - whose action it is
 * @returns the action; undefined when it has no name, which is collected
 */
export function readAction(located: LocatedNode, entity: ActingEntity): Action | undefined {
  const mapping = Mapping.at(located, 'an action, as in {name: create_post, steps: [...]}');
  if (mapping === undefined) return undefined;
  mapping.allow('an action', actionKeys);
  mapping.require('name', 'an action');
  mapping.require('steps', 'an action');
  const name = mapping.name('name', nameForms.action);
  const description = mapping.text('description');
  const read = readSteps(mapping.items('steps', 'a list of steps'), { schema: entity.schema, depth: 0 });
  const impactMapping = mapping.mapping('impact', 'a mapping with the key "primary"');
  const declared = impactMapping && readImpact(impactMapping, entity.schema);
  const cdcMapping = mapping.mapping('cdc', 'a mapping, as in {enabled: true}');
  const cdc = { ...entity.cdc, ...(cdcMapping && readActionCdc(cdcMapping)) };
  if (name === undefined) return undefined;
  const position = mapping.entry('name')?.located.position ?? mapping.position;
  const acting = { entity: entity.name, action: name, primary: declared?.primary.operation };
  return {
    name,
    ...(description !== undefined && { description }),
    steps: read,
    ...(declared && { impact: declared }),
    ...(cdc.position && { cdc: completeCdc({ ...cdc, position: cdc.position }, acting) }),
    position,
  };
}
