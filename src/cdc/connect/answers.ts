import { SpecqlCdcError } from '../../error.js';

/** One answer of `GET /connectors/<name>/status`. */
export interface ConnectorStatus {
  connector: PartStatus;
  tasks: (PartStatus & { id: number })[];
}

/** How a connector or one of its tasks does. */
interface PartStatus {
  state: ConnectorState;
  worker_id: string;
  trace?: string;
}

/** As Kafka Connect names them. */
export type ConnectorState = 'RUNNING' | 'PAUSED' | 'STOPPED' | 'FAILED' | 'UNASSIGNED' | 'RESTARTING';

/** What validation has against one setting. */
export interface ConfigError {
  setting: string;
  message: string;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const text = (value: unknown, absent = ''): string => (typeof value === 'string' ? value : absent);

/**
 * @param answer - to what a connector's state is
 * @param url - who answered
 * @returns the state
 * @throws SpecqlCdcError when it is of another form
 */
export function statusIn(answer: unknown, url: string): ConnectorStatus {
  const { connector, tasks } = object(answer, url);
  return {
    connector: part(connector, url),
    tasks: list(tasks, url).map((task) => {
      const { id } = object(task, url);
      if (!Number.isInteger(id)) throw unexpected(url);
      return { id: id as number, ...part(task, url) };
    }),
  };
}

function part(value: unknown, url: string): PartStatus {
  const { state, worker_id, trace } = object(value, url);
  if (typeof state !== 'string') throw unexpected(url);
  // A state that is not known is shown as it is.
  return {
    state: state as ConnectorState,
    worker_id: text(worker_id),
    ...(trace !== undefined && { trace: text(trace) }),
  };
}

/**
 * @param answer - to how far a connector came
 * @param url - who answered
 * @returns how many positions it has stored
 * @throws SpecqlCdcError when it is of another form
 */
export const offsetsIn = (answer: unknown, url: string): number => list(object(answer, url).offsets, url).length;

/**
 * @param answer - to what is wrong with settings; those that Kafka Connect does not know, as they are of other plugins, are null in it
 * @param url - who answered
 * @returns what is wrong
 * @throws SpecqlCdcError when it is of another form
 */
export function errorsIn(answer: unknown, url: string): ConfigError[] {
  return list(object(answer, url).configs, url).flatMap((config) => {
    const { value } = object(config, url);
    if (!isObject(value)) return [];
    const { name, errors = [] } = value;
    return list(errors, url).map((message) => ({ setting: text(name), message: text(message, 'unknown') }));
  });
}

/**
 * @param body - of a refusal
 * @returns the reason in it
 */
export function reasonIn(body: string): string {
  try {
    const answer: unknown = JSON.parse(body);
    if (isObject(answer) && typeof answer.message === 'string') return answer.message.trim();
  } catch {
    // Who stands in front of Kafka Connect answers by a page.
  }
  return body.trim().slice(0, maxReasonLength);
}

const maxReasonLength = 2000;

/**
 * @param value - of an answer
 * @param url - who answered
 * @returns it, as an object
 * @throws SpecqlCdcError when it is none
 */
export function object(value: unknown, url: string): Record<string, unknown> {
  if (!isObject(value)) throw unexpected(url);
  return value;
}

function list(value: unknown, url: string): unknown[] {
  if (!Array.isArray(value)) throw unexpected(url);
  return value;
}

const unexpected = (url: string) =>
  new SpecqlCdcError(`${url} answers in another form than Kafka Connect`, whereIsConnect);

/** What to do where something else answers than Kafka Connect, or nothing. */
export const whereIsConnect =
  'Check that it runs; it takes some seconds to start. Say where it is by --kafka-connect-url or KAFKA_CONNECT_URL, as in http://localhost:8083.';
