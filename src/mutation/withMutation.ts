import type pg from 'pg';
import { exactTypes } from '../connection/exactJson.js';
import { onlyRow } from '../connection/onlyRow.js';
import { inTransaction } from '../connection/transaction.js';
import type { CascadeDocument, CascadeInvalidation } from './cascade.js';

/** The request a mutation runs for; what is left out keeps the session's setting. */
export interface MutationContext {
  /** Name of the mutation, for example `create_post`. */
  source: string;
  tenantId?: string;
  userId?: string;
  changeReason?: string;
  traceId?: string;
  correlationId?: string;
  causationId?: string;
}

/** What a mutation did. */
export interface MutationResult<Result> {
  /** What the work returned. */
  result: Result;
  /** What really changed; null when an outer mutation was running, which reports for both. */
  cascade: CascadeDocument | null;
}

/** What the work is given. */
export interface RunningMutation {
  mutationId: string;
  /** Adds queries whose cached results are stale after this mutation. */
  invalidate(...invalidations: CascadeInvalidation[]): void;
}

const begin = `select app.begin_mutation(p_source => $1, p_tenant_id => $2, p_user_id => $3, p_change_reason => $4,
  p_trace_id => $5, p_correlation_id => $6, p_causation_id => $7) as mutation_id`;

/**
 * Runs work as one mutation in a transaction: every audited change in it carries the mutation's id, and its cascade is
 * stored and returned. A client that is in a transaction already stays in it: the caller commits.
 *
 * @param client - one connection, no pool; the work's statements must go through it
 * @param context - name of the mutation, and the request it runs for
 * @param work - what to do
 * @returns what the work returned, and the cascade, after the commit
 * @throws what the work threw, or pg.DatabaseError of begin_mutation, end_mutation or the commit; everything is rolled back then
 */
export async function withMutation<Client extends pg.ClientBase, Result>(
  client: Client,
  context: MutationContext,
  work: (client: Client, mutation: RunningMutation) => Promise<Result>,
): Promise<MutationResult<Result>> {
  const { source, tenantId, userId, changeReason, traceId, correlationId, causationId } = context;
  return inTransaction(client, async () => {
    const values = [source, tenantId, userId, changeReason, traceId, correlationId, causationId];
    const begun = onlyRow(await client.query<{ mutation_id: string }>(begin, values));
    const invalidations: CascadeInvalidation[] = [];
    const result = await work(client, {
      mutationId: begun.mutation_id,
      invalidate: (...more) => void invalidations.push(...more),
    });
    const end = {
      text: 'select app.end_mutation($1) as cascade',
      values: [invalidations.length ? JSON.stringify(invalidations) : null],
      types: exactTypes,
    };
    const { cascade } = onlyRow(await client.query<{ cascade: CascadeDocument | null }>(end));
    return { result, cascade };
  });
}
