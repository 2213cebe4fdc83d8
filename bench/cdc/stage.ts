import type pg from 'pg';
import type { Pipeline } from '../../build/kafka/pipeline.js';
import { Reader } from './reader.js';
import { deployed, usual } from './way.js';
import { aggregateType, commit, type Batch } from './writer.js';

/** Connections that write. */
const writers = 4;

/** Where everything is measured: a pipeline, its writers, and the numbers that events have had. */
export class Stage {
  #next = 1;

  private constructor(
    readonly pipeline: Pipeline,
    readonly connections: pg.Client[],
  ) {}

  /**
   * @param pipeline - whose files are written
   * @returns the stage; the connector runs, and a first event makes the topic
   */
  static async open(pipeline: Pipeline): Promise<Stage> {
    await pipeline.prepareDatabase();
    await deployed(pipeline, usual);
    const connections: pg.Client[] = [];
    for (let writer = 0; writer < writers; writer += 1) connections.push(await pipeline.db.connect());
    await commit(pipeline.db.sql, { first: 0, last: 0 });
    return new Stage(pipeline, connections);
  }

  /**
   * @param count - how many events are to be written
   * @returns numbers that no event has had
   */
  numbers(count: number): Batch {
    const first = this.#next;
    this.#next += count;
    return { first, last: this.#next - 1 };
  }

  /**
   * Reads while there is work.
   *
   * @param work - is given a reader of the events that are written from now on
   * @returns what the work returned
   */
  async reading<Result>(work: (reader: Reader) => Promise<Result>): Promise<Result> {
    const { stack, prefix } = this.pipeline;
    const reader = await Reader.start(stack.broker.bootstrap, `${prefix}.events.${aggregateType}`, this.#next);
    try {
      return await work(reader);
    } finally {
      await reader.stop();
    }
  }
}
