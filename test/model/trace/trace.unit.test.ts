import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestDatabase } from '../../../build/server/databases.js';
import type { PostgresServer } from '../../../build/server/server.js';
import { startServer } from '../../../build/server/start.js';
import type { Of, Operation, Trace } from './operation.js';
import { replay } from './replay.js';
import { storm } from './storm.js';

/** Transactions of each writer; SPECQL_STORM asks for more. */
const transactions = Number(process.env.SPECQL_STORM ?? 6);

/** The trace with one of its operations changed: the first that can be. */
function tampered<Does extends Operation['does']>(
  trace: Trace,
  does: Does,
  change: (operation: Of<Does>) => Partial<Of<Does>> | undefined,
): Trace {
  for (const operation of trace.operations) {
    const changed = operation.does === does ? change(operation as Of<Does>) : undefined;
    if (!changed) continue;
    const operations = trace.operations.map((other) => (other === operation ? { ...operation, ...changed } : other));
    return { ...trace, operations };
  }
  throw new Error(`nothing that ${does} can be changed`);
}

/** What a server could have done wrong. */
const wrongs: Record<string, (trace: Trace) => Trace> = {
  'leaves out an event': (trace) =>
    tampered(trace, 'fetches', ({ events }) => (events.length > 0 ? { events: events.slice(1) } : undefined)),
  'delivers an event twice': (trace) =>
    tampered(trace, 'fetches', ({ events }) => (events.length > 0 ? { events: [...events, ...events] } : undefined)),
  'delivers what was not written': (trace) =>
    tampered(trace, 'fetches', ({ events: [first, ...others] }) =>
      first === undefined ? undefined : { events: [first + 100, ...others] },
    ),
  'takes a snapshot too late': (trace) =>
    tampered(trace, 'fetches', ({ row }) =>
      row?.to ? { row: { ...row, to: { ...row.to, xmax: row.to.xmax + 1 } } } : undefined,
    ),
  'reads a bound too high': (trace) =>
    tampered(trace, 'fetches', ({ row }) =>
      row ? { row: { ...row, from: { ...row.from, openLo: 999 } } } : undefined,
    ),
  'forgets an acknowledgement': (trace) =>
    tampered(trace, 'acknowledges', ({ answer }) => (answer === 'acknowledged' ? { answer: 'late' } : undefined)),
  'makes a dead letter too early': (trace) =>
    tampered(trace, 'fails', ({ answer }) => (answer === 'waits' ? { answer: 'is dead' } : undefined)),
  'truncates what is in use, or keeps what is not': (trace) =>
    tampered(trace, 'maintains', ({ answer }) =>
      answer === 'kept' ? { answer: 'emptied' } : answer === 'emptied' ? { answer: 'kept' } : undefined,
    ),
};

describe.each([
  [15, 'block'],
  [18, 'skip'],
] as const)('on PostgreSQL %i, with failures under %s', (major, policy) => {
  let server: PostgresServer;
  let trace: Trace;

  beforeAll(async () => {
    // Nobody else takes xids.
    server = await startServer({ major, settings: { autovacuum: 'off' } });
    trace = await storm(await createTestDatabase(server), policy, transactions);
  });
  afterAll(() => server.stop());

  test('what the server did in a storm is a run of the model', () => {
    expect(replay(trace)).toMatchObject({ admitted: true, returned: trace.operations.length });
  });

  const some = Object.entries(wrongs).filter((_, index) => (index % 2 === 0) === (major === 15));
  test.each(some)('a server that %s is found out', (_, tamper) => {
    const { admitted, isComplete } = replay(tamper(trace));
    expect(admitted).toBe(false);
    expect(isComplete).toBe(true);
  });
});
