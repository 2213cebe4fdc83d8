import type { Diagnostic } from './diagnostic.js';
import type { Source } from './source.js';
import type { Position } from './syntax/position.js';

/** Thrown where reading a scalar cannot go on; caught where the next one begins. */
export class Refusal extends Error {
  /**
   * @param position - where
   * @param message - what was expected and what stands there
   * @param nearest - the known word that was probably meant
   */
  constructor(
    readonly position: Position,
    message: string,
    readonly nearest?: string,
  ) {
    super(message);
  }
}

/** Collects what is wrong, so that one run tells all of it. */
export class Problems {
  readonly #diagnostics: Diagnostic[] = [];
  readonly #sources: ReadonlyMap<string, Source>;

  /** @param sources - the files of the run */
  constructor(sources: readonly Source[]) {
    this.#sources = new Map(sources.map((source) => [source.name, source]));
  }

  /** What was found, in the order of the files. */
  get diagnostics(): Diagnostic[] {
    const order = [...this.#sources.keys()];
    return this.#diagnostics.sort(
      (a, b) => order.indexOf(a.file) - order.indexOf(b.file) || a.line - b.line || a.column - b.column,
    );
  }

  /**
   * @param position - where
   * @param message - what was expected and what stands there
   * @param nearest - the known word that was probably meant
   */
  add({ file, line, column }: Position, message: string, nearest?: string): void {
    const sourceLine = this.#sources.get(file)?.line(line) ?? '';
    this.#diagnostics.push({ file, line, column, message, ...(nearest !== undefined && { nearest }), sourceLine });
  }

  /**
   * @param work - may throw a Refusal
   * @returns what it returned; undefined when it refused, which is collected then
   */
  attempt<Result>(work: () => Result): Result | undefined {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.add(error.position, error.message, error.nearest);
      return undefined;
    }
  }
}
