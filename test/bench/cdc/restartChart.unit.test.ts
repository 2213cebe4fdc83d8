import { expect, test } from 'vitest';
import { restartChart } from '../../../bench/cdc/restartChart.js';

test('the chart of a restart has a dot for each event, and a band where there was no broker', () => {
  const events = [
    { at: 0, latency: 10 },
    { at: 10, latency: 1000 },
    { at: 19.5, latency: 0.5 },
  ];
  const drawn = restartChart({ killed: 5, answered: 15, repeated: 3, events });
  expect(drawn).toContain('3 events came twice');
  // 770 wide for 20 seconds, 270 high for the three decades from 1 ms to 1 s.
  expect(drawn).toContain('<rect x="262.5" y="40" width="385.0" height="270"');
  expect(drawn).toContain('d="M70.0 220.0h0M455.0 40.0h0M820.8 310.0h0"');
});
