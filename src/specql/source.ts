import type { Position } from './syntax/position.js';

/** The text of one SpecQL file. */
export class Source {
  readonly #lineStarts = [0];

  /**
   * @param name - as the user gave it
   * @param text - the whole file
   */
  constructor(
    readonly name: string,
    readonly text: string,
  ) {
    for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', end + 1)) this.#lineStarts.push(end + 1);
  }

  /**
   * @param offset - of a character of the text
   * @returns its line and column
   */
  position(offset: number): Position {
    let [line, after] = [0, this.#lineStarts.length];
    while (after - line > 1) {
      const middle = (line + after) >> 1;
      if ((this.#lineStarts[middle] ?? 0) <= offset) line = middle;
      else after = middle;
    }
    return { file: this.name, line: line + 1, column: offset - (this.#lineStarts[line] ?? 0) + 1 };
  }

  /**
   * @param line - counted from 1
   * @returns that line, without its end
   */
  line(line: number): string {
    const start = this.#lineStarts[line - 1] ?? this.text.length;
    return this.text.slice(start, this.#lineStarts[line] ?? this.text.length).trimEnd();
  }
}
