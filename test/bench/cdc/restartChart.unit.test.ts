import { expect, test } from 'vitest';
import { restartChart } from '../../../bench/cdc/restartChart.js';

test('the chart of a restart has a dot for each event, and a band where there was no broker', () => {
  const events = [
    { atSeconds: 0, latencyMs: 10 },
    { atSeconds: 10, latencyMs: 1000 },
    { atSeconds: 19.5, latencyMs: 0.5 },
  ];
  const drawn = restartChart({ killedAtSeconds: 5, answeredAtSeconds: 15, repeated: 3, events });
  expect(drawn).toContain('3 events came twice');
  // 770 wide for 20 seconds, 270 high for the three decades from 1 ms to 1 s.
  expect(drawn).toContain('<rect x="262.5" y="40" width="385.0" height="270"');
  expect(drawn).toContain('d="M70.0 220.0h0M455.0 40.0h0M820.8 310.0h0"');
});
