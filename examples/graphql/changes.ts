import type { DeliveredEvent } from '../../src/index.js';
import { transformer } from './types.js';

/** A change as subscribers see it. */
export interface Change {
  readonly id: string;
  readonly eventType: string;
  readonly entityType: string;
  readonly entityId: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** The images of an entity before and after a change, as every event of the log of changes has them. */
export interface Images {
  readonly before: unknown;
  readonly after: unknown;
}

/**
 * @param event - of the log of changes
 * @returns it, as subscribers see it: under the name of the entity its images have their types
 */
export function changeOf(event: DeliveredEvent<Record<string, Images>>): Change {
  const { id, event_type: eventType, aggregate_type: entityType, aggregate_id: entityId, payload } = event;
  const image = (value: unknown) => {
    const json = transformer.transform(JSON.stringify({ [entityType]: value }));
    return Object.values(JSON.parse(json) as object)[0] as unknown;
  };
  return { id, eventType, entityType, entityId, before: image(payload.before), after: image(payload.after) };
}
