/** What is generated where an entity or action does not say; what it does say holds. */
export interface GenerateOptions {
  /** Answers carry `_cascade` and `_meta` also for actions without `impact`. */
  readonly withImpacts: boolean;
  /** Entities without `audit` are audited. */
  readonly withAuditCascade: boolean;
  /** Actions without `cdc` write an event. */
  readonly withCdc: boolean;
}
