/** Statements that a client runs again and again, each time as one transaction of its own unless they say otherwise. */
export interface LoadScript {
  /** Integers to draw anew for each run, by name: from, to. A statement uses one as `:name`. */
  readonly draw?: Readonly<Record<string, readonly [number, number]>>;
  readonly statements: readonly string[];
}

/** How hard the server is loaded, and for how long. */
export interface LoadOptions {
  readonly url: string;
  readonly clients: number;
  readonly duration: { readonly seconds: number } | { readonly transactions: number };
}

/** What a load achieved. */
export interface LoadResult {
  readonly perSecond: number;
  /** How often the script ran, which is how much work a check has to find. */
  readonly runs: number;
}
