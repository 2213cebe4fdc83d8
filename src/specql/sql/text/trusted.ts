/** A piece of SQL text that is safe to write. Only the builders of this folder make one, so that no string of a user becomes SQL. */
export class Sql {
  readonly #text: string;

  private constructor(text: string) {
    this.#text = text;
  }

  /** The text. */
  get text(): string {
    return this.#text;
  }

  /** For the builders of this folder, which see to it that the text is safe; others import the type from `sql.js`. */
  static trusted(text: string): Sql {
    return new Sql(text);
  }
}
