import { setTimeout as sleep } from 'node:timers/promises';
import { SpecqlCdcError } from '../../error.js';
import type { Settings } from '../config/transforms.js';
import {
  errorsIn,
  object,
  offsetsIn,
  reasonIn,
  statusIn,
  whereIsConnect,
  type ConfigError,
  type ConnectorStatus,
} from './answers.js';
import { remedyFor } from './remedies.js';

/** How often, and after which pause, a worker that is starting or rebalancing is asked again. */
const maxTries = 30;
const retryMs = 1000;

/** Where Kafka Connect usually is. */
export const defaultConnectUrl = 'http://localhost:8083';

/** Longer than Kafka Connect itself waits before it gives up a request. */
const timeoutMs = 100_000;

/** Of an answer; far more than what Debezium says of all its settings. */
const maxBytes = 4 * 1024 * 1024;

/** One account, a host and a path: an @ behind the host, a ? or a # is the rest of a password that is not percent-encoded. */
const form = /^https?:\/\/(?:[^/?#@\\\s]+@)?[^/?#@\\\s]+(?:\/[^?#@\\\s]*)?$/;

/** The parts of Kafka Connect's REST interface that a connector's life takes. */
export class ConnectClient {
  /** Of the worker, without user and password: it is shown in messages. */
  readonly url: string;
  readonly #authorization: { Authorization?: string };

  /**
   * @param url - of any worker; `http://user:password@host` for one that wants HTTP's basic authentication
   * @throws SpecqlCdcError when it cannot be used; the URL is not in it, as it may hold a password
   */
  constructor(url: string) {
    if (!form.test(url) || !URL.canParse(url)) throw unusable();
    const { origin, pathname, username, password } = new URL(url);
    this.url = origin + pathname.replace(/\/$/, '');
    const account = [username, password].map(decoded).join(':');
    this.#authorization = account === ':' ? {} : { Authorization: `Basic ${Buffer.from(account).toString('base64')}` };
  }

  /** @throws SpecqlCdcError when nothing answers there, or something else */
  async requireConnect(): Promise<void> {
    const answer = await this.#request('GET', '/');
    if (object(answer, this.url).kafka_cluster_id === undefined) {
      throw new SpecqlCdcError(`${this.url} is not Kafka Connect`, whereIsConnect);
    }
  }

  /**
   * @param name - of a connector
   * @returns its settings; undefined when there is no such connector
   */
  async config(name: string): Promise<Settings | undefined> {
    const answer = await this.#request('GET', `${path(name)}/config`);
    return answer === undefined ? undefined : (object(answer, this.url) as Settings);
  }

  /**
   * @param name - of a connector
   * @returns its state; undefined when there is no such connector, or none yet
   */
  async status(name: string): Promise<ConnectorStatus | undefined> {
    const answer = await this.#request('GET', `${path(name)}/status`);
    return answer === undefined ? undefined : statusIn(answer, this.url);
  }

  /**
   * @param name - of a connector
   * @returns whether it has stored how far it came
   */
  async hasOffsets(name: string): Promise<boolean> {
    const answer = await this.#request('GET', `${path(name)}/offsets`);
    return answer !== undefined && offsetsIn(answer, this.url) > 0;
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
    const answer = await this.#request('PUT', `/connector-plugins/${plugin}/config/validate`, { ...config, name });
    return answer === undefined ? [] : errorsIn(answer, this.url);
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
  async #request(method: string, route: string, body?: unknown, empty?: unknown): Promise<unknown> {
    for (let tries = 1; ; tries += 1) {
      const { status, text } = await this.#send(method, route, body);
      if (status === 404) return undefined;
      if (status < 300) return text === '' ? empty : parsed(text, this.url);
      // 409 while workers agree on who runs what, 5xx while one starts.
      if (tries === maxTries || ![409, 500, 503].includes(status) || !/rebalanc|starting|leader/i.test(text)) {
        throw refusal(text);
      }
      await sleep(retryMs);
    }
  }

  async #send(method: string, route: string, body: unknown): Promise<{ status: number; text: string }> {
    try {
      const response = await fetch(this.url + route, {
        method,
        // Kafka Connect forwards among its workers by itself; who redirects is somebody else.
        redirect: 'error',
        signal: AbortSignal.timeout(timeoutMs),
        headers: { ...this.#authorization, ...(body !== undefined && { 'Content-Type': 'application/json' }) },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      return { status: response.status, text: await limitedText(response) };
    } catch (error) {
      const { message, cause } = error as Error & { cause?: { code?: string; message?: string } };
      const reason = cause?.code ?? cause?.message ?? message;
      throw new SpecqlCdcError(`Kafka Connect does not answer at ${this.url}: ${reason}`, whereIsConnect);
    }
  }
}

const path = (name: string) => `/connectors/${encodeURIComponent(name)}`;

function parsed(text: string, url: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new SpecqlCdcError(`${url} is not Kafka Connect: its answer is no JSON`, whereIsConnect);
  }
}

function refusal(text: string): SpecqlCdcError {
  const reason = reasonIn(text);
  return new SpecqlCdcError(`Kafka Connect refused: ${reason}`, remedyFor(reason));
}

async function limitedText(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  // Its type comes from the DOM, which has no iterator yet.
  const body = response.body as unknown as AsyncIterable<Uint8Array> | null;
  for await (const chunk of body ?? []) {
    bytes += chunk.length;
    if (bytes > maxBytes) throw new Error(`its answer has more than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw unusable();
  }
}

const unusable = () =>
  new SpecqlCdcError(
    'the URL of Kafka Connect cannot be used',
    `Write it as ${defaultConnectUrl} or http://user:password@host:8083, special characters in it percent-encoded (/ is %2F, @ is %40, # is %23).`,
  );
