import { pause } from '../pause.js';
import { untilInterrupted } from './interrupted.js';
import type { Report, Session } from './report.js';

/**
 * Prints reports again and again, until interrupted.
 *
 * @param session - where to print
 * @param intervalSeconds - between two reports
 * @param work - makes a report
 * @throws what the first one threw
 */
export async function repeatedly(
  session: Session,
  intervalSeconds: number,
  work: () => Promise<Report>,
): Promise<void> {
  await untilInterrupted(async (signal) => {
    for (let first = true; !signal.aborted; first = false) {
      try {
        session.print({ ...(await work()), oneLine: true });
      } catch (error) {
        if (isOver(signal)) return;
        // What fails at first is set up wrongly; what fails later may come back, as a server that restarts does.
        if (first) throw error;
        session.complain(error);
      }
      await pause(1000 * intervalSeconds, signal);
    }
  });
}

/** Asked anew after each wait. */
const isOver = (signal: AbortSignal): boolean => signal.aborted;
