/** A position in a SpecQL file; lines and columns count from 1. */
export interface Position {
  /** The file's name as the user gave it; `<stdin>` for standard input. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
}
