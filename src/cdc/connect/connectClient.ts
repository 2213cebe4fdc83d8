import { setTimeout as sleep } from 'node:timers/promises';
import { SpecqlCdcError } from '../../error.js';
import type { Settings } from '../config/transforms.js';
import { remedyFor } from './remedies.js';

/** One answer of `GET /connectors/<name>/status`. */
export interface ConnectorStatus {
  connector: { state: ConnectorState; worker_id: string; trace?: string };
  tasks: { id: number; state: ConnectorState; worker_id: string; trace?: string }[];
}

/** As Kafka Connect names them. */
export type ConnectorState = 'RUNNING' | 'PAUSED' | 'STOPPED' | 'FAILED' | 'UNASSIGNED' | 'RESTARTING';

/** What validation has against one setting. */
export interface ConfigError {
  setting: string;
  message: string;
}

/** How often, and after which pause, a worker that is starting or rebalancing is asked again. */
const maxTries = 30;
const retryMs = 1000;

/** Where Kafka Connect usually is. */
export const defaultConnectUrl = 'http://localhost:8083';

/** Longer than Kafka Connect itself waits before it gives up a request. */
const timeoutMs = 100_000;

/** The parts of Kafka Connect's REST interface that a connector's life takes. */
export class ConnectClient {
  /**
   * @param url - of any worker
   */
  constructor(readonly url: string) {}

  /** @throws SpecqlCdcError when nothing answers there, or something else */
  async requireConnect(): Promise<void> {
    const answer = await this.#request<{ kafka_cluster_id?: string }>('GET', '/');
    if (answer?.kafka_cluster_id === undefined) {
      throw new SpecqlCdcError(`${this.url} is not Kafka Connect`, whereIsConnect);
    }
  }

  /**
   * @param name - of a connector
   * @returns its settings; undefined when there is no such connector
   */
  config(name: string): Promise<Settings | undefined> {
    return this.#request('GET', `${path(name)}/config`);
  }

  /**
   * @param name - of a connector
   * @returns its state; undefined when there is no such connector, or none yet
   */
  status(name: string): Promise<ConnectorStatus | undefined> {
    return this.#request('GET', `${path(name)}/status`);
  }

  /**
   * @param name - of a connector
   * @returns whether it has stored how far it came
   */
  async hasOffsets(name: string): Promise<boolean> {
    const answer = await this.#request<{ offsets: unknown[] }>('GET', `${path(name)}/offsets`);
    return (answer?.offsets.length ?? 0) > 0;
  }

  /**
   * Has the connector check its settings; it connects to the database for that.
   *
   * @param name - of the connector
   * @param config - all settings
   * @returns what is wrong with them, nothing when they can be used
   */
  async validate(name: string, config: Settings): Promise<ConfigError[]> {
    const plugin = encodeURIComponent(config['connector.class'] ?? '');
    const answer = await this.#request<Validation>('PUT', `/connector-plugins/${plugin}/config/validate`, {
      ...config,
      name,
    });
    return (answer?.configs ?? []).flatMap(({ value }) =>
      (value?.errors ?? []).map((message) => ({ setting: value?.name ?? '', message })),
    );
  }

  /**
   * Creates a connector, or gives it other settings.
   *
   * @param name - of the connector
   * @param config - all settings
   */
  async configure(name: string, config: Settings): Promise<void> {
    await this.#request('PUT', `${path(name)}/config`, config);
  }

  /**
   * @param name - of a connector
   * @param action - `stop` ends its tasks, `pause` lets them idle
   * @throws SpecqlCdcError when there is no such connector
   */
  async act(name: string, action: 'pause' | 'resume' | 'stop'): Promise<void> {
    await this.#required(name, this.#request('PUT', `${path(name)}/${action}`, undefined, {}));
  }

  /**
   * Restarts a connector and its tasks.
   *
   * @param name - of a connector
   * @throws SpecqlCdcError when there is no such connector
   */
  async restart(name: string): Promise<void> {
    await this.#required(name, this.#request('POST', `${path(name)}/restart?includeTasks=true`, undefined, {}));
  }

  /**
   * Forgets how far a stopped connector came.
   *
   * @param name - of a connector
   */
  async forgetOffsets(name: string): Promise<void> {
    await this.#request('DELETE', `${path(name)}/offsets`);
  }

  /**
   * @param name - of a connector
   * @throws SpecqlCdcError when there is no such connector
   */
  async remove(name: string): Promise<void> {
    await this.#required(name, this.#request('DELETE', path(name), undefined, {}));
  }

  async #required(name: string, answer: Promise<unknown>): Promise<void> {
    if ((await answer) === undefined) {
      throw new SpecqlCdcError(
        `Kafka Connect at ${this.url} has no connector ${name}`,
        'Name another one by --connector-name, or create it: specql-cdc cdc deploy.',
      );
    }
  }

  /** Undefined for 404; what an empty body stands for is the caller's choice. */
  async #request<Answer>(method: string, route: string, body?: unknown, empty?: Answer): Promise<Answer | undefined> {
    for (let tries = 1; ; tries += 1) {
      const response = await this.#send(method, route, body);
      const text = await response.text();
      if (response.status === 404) return undefined;
      if (response.ok) return text === '' ? empty : (parsed(text, this.url) as Answer);
      // 409 while workers agree on who runs what, 5xx while one starts.
      if (tries === maxTries || ![409, 500, 503].includes(response.status) || !/rebalanc|starting|leader/i.test(text)) {
        throw refusal(text);
      }
      await sleep(retryMs);
    }
  }

  async #send(method: string, route: string, body: unknown): Promise<Response> {
    try {
      return await fetch(new URL(route, this.url), {
        method,
        signal: AbortSignal.timeout(timeoutMs),
        ...(body !== undefined && {
          body: JSON.stringify(body),
          headers: { 'Content-Type': 'application/json' },
        }),
      });
    } catch (error) {
      const { message, cause } = error as Error & { cause?: { code?: string; message?: string } };
      const reason = cause?.code ?? cause?.message ?? message;
      throw new SpecqlCdcError(`Kafka Connect does not answer at ${this.url}: ${reason}`, whereIsConnect);
    }
  }
}

interface Validation {
  /** Null for settings that Kafka Connect does not know, which are those of other plugins. */
  configs: { value: { name: string; errors: string[] } | null }[];
}

const whereIsConnect =
  'Check that it runs; it takes some seconds to start. Say where it is by --kafka-connect-url or KAFKA_CONNECT_URL, as in http://localhost:8083.';

const path = (name: string) => `/connectors/${encodeURIComponent(name)}`;

function parsed(text: string, url: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new SpecqlCdcError(`${url} is not Kafka Connect: its answer is no JSON`, whereIsConnect);
  }
}

function refusal(text: string): SpecqlCdcError {
  const message = /"message":\s*"((?:[^"\\]|\\.)*)"/.exec(text)?.[1];
  const reason = message === undefined ? text : (JSON.parse(`"${message}"`) as string);
  return new SpecqlCdcError(`Kafka Connect refused: ${reason.trim()}`, remedyFor(reason));
}
