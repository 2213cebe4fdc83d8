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

/** More than anybody mends at once; an answer that quotes its line for each place in one long line would be of quadratic size. */
const maxProblems = 100;

/** As much of a line as goes with a problem. */
const maxLineLength = 1000;

/** Collects what is wrong, so that one run tells all of it. */
export class Problems {
  readonly #diagnostics: Diagnostic[] = [];
  #further: Diagnostic | undefined;
  readonly #sources: ReadonlyMap<string, Source>;

  /** @param sources - the files of the run */
  constructor(sources: readonly Source[]) {
    this.#sources = new Map(sources.map((source) => [source.name, source]));
  }

  /** What was found, in the order of the files; at the end that there is more, when there is. */
  get diagnostics(): Diagnostic[] {
    const order = [...this.#sources.keys()];
    const sorted = this.#diagnostics.sort(
      (a, b) => order.indexOf(a.file) - order.indexOf(b.file) || a.line - b.line || a.column - b.column,
    );
    return [...sorted, ...(this.#further ? [this.#further] : [])];
  }

  /**
   * @param position - where
   * @param message - what was expected and what stands there
   * @param nearest - the known word that was probably meant
   */
  add({ file, line, column }: Position, message: string, nearest?: string): void {
    if (this.#further) return;
    const source = this.#sources.get(file)?.line(line) ?? '';
    const start = source.length > maxLineLength ? Math.max(0, column - maxLineLength / 2) : 0;
    const diagnostic = {
      ...{ file, line, column, message, ...(nearest !== undefined && { nearest }) },
      sourceLine: source.slice(start, start + maxLineLength),
      ...(start > 0 && { sourceOffset: start }),
    };
    if (this.#diagnostics.length < maxProblems) this.#diagnostics.push(diagnostic);
    else
      this.#further = {
        file,
        line,
        column,
        message: 'there are more problems; mend those above first',
        sourceLine: '',
      };
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
