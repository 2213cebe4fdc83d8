import type { Meter } from '@opentelemetry/api';
import { expectTypeOf, test } from 'vitest';
import { Consumer, type DeliveredEvent, type Meter as OurMeter } from '../../../src/index.js';

interface Events {
  PostCreated: { title: string };
  PostDeleted: { reason: string };
}

test('the type of an event tells the type of its payload', () => {
  const handler = (event: DeliveredEvent<Events>) => {
    expectTypeOf(event.event_type).toEqualTypeOf<'PostCreated' | 'PostDeleted'>();
    if (event.event_type === 'PostCreated') expectTypeOf(event.payload).toEqualTypeOf<{ title: string }>();
    else expectTypeOf(event.payload).toEqualTypeOf<{ reason: string }>();
  };
  expectTypeOf(handler).toExtend<Parameters<Consumer<Events>['run']>[0]>();
});

test('without a map payloads are unknown', () => {
  expectTypeOf<DeliveredEvent['event_type']>().toEqualTypeOf<string>();
  expectTypeOf<DeliveredEvent['payload']>().toEqualTypeOf<unknown>();
});

test('a meter of OpenTelemetry will do', () => {
  expectTypeOf<Meter>().toExtend<OurMeter>();
});
