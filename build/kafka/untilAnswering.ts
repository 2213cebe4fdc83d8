import { setTimeout as sleep } from 'node:timers/promises';
import { startJava, type JavaProcess, type JavaProgram } from './javaProcess.js';

/** Takes seconds; on a machine with much else to do, a minute. */
const patienceMs = 600_000;

/**
 * Starts a program and waits until it answers.
 *
 * @param program - what to run
 * @param answers - asks it something; false or an error when it does not answer yet
 * @returns the running program
 * @throws Error with what it logged, when it ended, or did not answer within ten minutes
 */
export async function untilAnswering(program: JavaProgram, answers: () => Promise<boolean>): Promise<JavaProcess> {
  const started = await startJava(program);
  const end = performance.now() + patienceMs;
  let cause: unknown;
  while (!started.hasEnded() && performance.now() < end) {
    const ready = await answers().catch((error: unknown) => {
      cause = error;
      return false;
    });
    if (ready) return started;
    await sleep(200);
  }
  throw new Error(await started.log(), { cause });
}
