import { inferEventType } from '../../eventType.js';
import type { EventOptions, Operation } from '../../syntax/action.js';
import { cdcDefaultKeys, cdcKeys } from '../../words/mappingKeys.js';
import { nameForms } from '../../words/nameForms.js';
import type { Mapping } from '../yaml/mapping.js';
import { expressionAt } from './expressionAt.js';

/** The options of events that are written; an event type belongs to one action. */
export type CdcWritten = Partial<EventOptions>;

/** The action whose event it is. */
interface Acting {
  readonly entity: string;
  readonly action: string;
  readonly primary?: Operation | undefined;
}

/** Reads the `cdc` of an action. */
export function readActionCdc(mapping: Mapping): CdcWritten {
  mapping.allow('cdc', cdcKeys);
  const eventType = mapping.name('event_type', nameForms.eventType);
  return { ...options(mapping), ...(eventType !== undefined && { eventType }) };
}

/** Reads the `cdc` of an entity, which holds for actions that do not say otherwise. */
export function readDefaultCdc(mapping: Mapping): CdcWritten {
  mapping.allow('the cdc of an entity', cdcDefaultKeys);
  return options(mapping);
}

/**
 * @param written - the options of the action over those of the entity
 * @param acting - for the type of the event, when it is not written
 */
export function completeCdc(written: CdcWritten & Pick<EventOptions, 'position'>, acting: Acting): EventOptions {
  const eventType = inferEventType(acting.entity, acting.action, acting.primary);
  return { enabled: true, includeCascade: true, includePayload: true, eventType, ...written };
}

function options(mapping: Mapping): CdcWritten {
  const enabled = mapping.switch('enabled');
  const includeCascade = mapping.switch('include_cascade');
  const includePayload = mapping.switch('include_payload');
  const partitionKey = expressionAt(mapping, 'partition_key');
  return {
    ...(enabled !== undefined && { enabled }),
    ...(includeCascade !== undefined && { includeCascade }),
    ...(includePayload !== undefined && { includePayload }),
    ...(partitionKey && { partitionKey }),
    position: mapping.position,
  };
}
