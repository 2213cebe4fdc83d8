import { SpecqlCdcError } from '../../error.js';
import type { ConnectClient } from '../connect/connectClient.js';
import { causes } from '../connect/remedies.js';
import type { Finding } from './findings.js';
import type { PipelineStatus } from './pipelineStatus.js';
import { startAnew } from './startAnew.js';

/**
 * Looks, and has a connector begin again if it or its task has failed. Kafka Connect leaves what failed as it is, and Debezium fails for good when the
 * server goes away while its task starts.
 *
 * @param look - looks at the pipeline
 * @param connect - Kafka Connect
 * @param name - of the connector
 * @returns what the look found, or one after the restart; a finding `restart` tells of that
 */
export async function restartFailed(
  look: () => Promise<PipelineStatus>,
  connect: ConnectClient,
  name: string,
): Promise<PipelineStatus> {
  const before = await look();
  const failed = failureOf(before);
  if (failed === undefined) return before;
  const restart = await restarted(connect, name, failed);
  const after = await look();
  return { ...after, findings: [restart, ...after.findings] };
}

/** Why it or its task failed, if so. */
function failureOf({ connector }: PipelineStatus): string | undefined {
  if (connector === null || 'unreachable' in connector) return undefined;
  const failed = [connector.connector, ...connector.tasks].find(({ state }) => state === 'FAILED');
  return failed && causes(failed.trace ?? '');
}

async function restarted(connect: ConnectClient, name: string, cause: string): Promise<Finding> {
  const detail = `${name} had failed: ${cause}`;
  try {
    await startAnew(connect, name);
    return { check: 'restart', status: 'warning', detail, hint: 'It was restarted and runs.' };
  } catch (error) {
    if (!(error instanceof SpecqlCdcError)) throw error;
    return { check: 'restart', status: 'error', detail: `${detail}; restarted, ${error.message}`, hint: error.hint };
  }
}
