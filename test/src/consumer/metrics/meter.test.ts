import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import { expect } from 'vitest';
import { createMailer, test, until, writeEvents } from '../consumers.js';

test('a meter observes the counters and the lag', async ({ db, mailer }) => {
  await createMailer(db);
  await writeEvents(db.sql, 3);
  const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 3_600_000 });
  const provider = new MeterProvider({ readers: [reader] });
  const consumer = mailer({ meter: provider.getMeter('test') });
  const run = consumer.run(() => undefined);
  await until(() => consumer.counters.acknowledged === 3);
  await consumer.stop();
  await run;
  await writeEvents(db.sql, 2);
  await reader.forceFlush();
  const metrics = exporter.getMetrics().flatMap(({ scopeMetrics }) => scopeMetrics.flatMap((scope) => scope.metrics));
  const values = metrics.map(({ descriptor, dataPoints }) => [
    descriptor.name,
    dataPoints[0]?.value,
    dataPoints[0]?.attributes,
  ]);
  const of = { consumer: 'mailer' };
  expect(values).toContainEqual(['specql_cdc.consumer.acknowledged', 3, of]);
  expect(values).toContainEqual(['specql_cdc.consumer.late', 0, of]);
  expect(values).toContainEqual(['specql_cdc.consumer.lag', 2, of]);
  await provider.shutdown();
});
