export { disableAuditCascade } from './audit/disableAuditCascade.js';
export { enableAuditCascade, type EnableOptions } from './audit/enableAuditCascade.js';
export { findAuditedTable, type AuditedTable } from './audit/auditedTable.js';
export { auditHistory, type HistoryOptions } from './audit/auditHistory.js';
export type { AuditRow, Image } from './audit/auditRow.js';
export type { EntityId, KeyValue } from './audit/entityId.js';
export type { Queryable } from './connection/queryable.js';
export type { TransactionalHandler } from './consumer/batch/applyBatch.js';
export type { Batch } from './consumer/batch/batch.js';
export type { Acknowledgement } from './consumer/batch/deliveryFunctions.js';
export { Consumer } from './consumer/consumer.js';
export type { Counters } from './consumer/metrics/counters.js';
export type { DeliveredEvent, EventRow } from './consumer/deliveredEvent.js';
export type { Handler, HandlerContext } from './consumer/batch/handleBatch.js';
export { consumerLag, type ConsumerLag } from './consumer/metrics/consumerLag.js';
export type { LogName } from './consumer/logName.js';
export { createConsumer, type CreateConsumerOptions } from './consumer/manage/createConsumer.js';
export {
  listDeadLetters,
  purgeDeadLetters,
  replayDeadLetters,
  type DeadLetter,
} from './consumer/manage/deadLetters.js';
export { dropConsumer } from './consumer/manage/dropConsumer.js';
export { listConsumers, type ConsumerRow } from './consumer/manage/listConsumers.js';
export type { SeekPosition, StartPosition } from './consumer/manage/seekPosition.js';
export { seekConsumer } from './consumer/manage/seekConsumer.js';
export { tailEvents, type TailOptions } from './consumer/manage/tailEvents.js';
export type { Meter } from './consumer/metrics/meter.js';
export type { ConsumerOptions, RunOptions } from './consumer/consumerOptions.js';
export { SpecqlCdcError } from './error.js';
export type { CascadeDeleted, CascadeDocument, CascadeInvalidation, CascadeUpdated } from './mutation/cascade.js';
export {
  withMutation,
  type MutationContext,
  type MutationResult,
  type RunningMutation,
} from './mutation/withMutation.js';
export { extensionVersions, type ExtensionVersions } from './operations/extensionVersions.js';
export { healthCheck, type HealthRow } from './operations/healthCheck.js';
export { installExtension, type Installation } from './operations/installExtension.js';
export { maintain, type MaintenanceAction } from './operations/maintain.js';
export { executeFunctionRawJson, type FunctionArguments } from './response/executeFunctionRawJson.js';
export {
  cascadeResponse,
  cascadeResponseOfFlat,
  cascadeResponseOfMutationResponse,
  type CascadeError,
  type CascadeResponse,
  type ResponseCascade,
} from './response/shapes/cascadeResponse.js';
export type { CascadeErrorCode, ErrorClass } from './response/shapes/errorClass.js';
export { flatResponse, type FlatResponse } from './response/shapes/flatResponse.js';
export { mutationResponse, type MutationResponse } from './response/shapes/mutationResponse.js';
export type { JsonObject, MutationResultRow } from './response/shapes/mutationResultRow.js';
export { JsonTransformer } from './response/transform/jsonTransformer.js';
export { MalformedJsonError } from './response/transform/malformedJson.js';
export type { RunningTransform } from './response/transform/runningTransform.js';
export type { TypeMap } from './response/transform/typeMap.js';
export { typeMapOf } from './response/typeMapOf.js';
export { renderDiagnostic, type Diagnostic } from './specql/diagnostic.js';
export { parseEntities, type ParsedEntities, type SpecqlFile } from './specql/parseEntities.js';
export { generateMigration } from './specql/sql/generateMigration.js';
export { generateSql, type SqlFile } from './specql/sql/generateSql.js';
export type { GenerateOptions } from './specql/sql/generateOptions.js';
export type { Action, Step } from './specql/syntax/action.js';
export type { Entity } from './specql/syntax/entity.js';
export type { Expression } from './specql/syntax/expression.js';
export type { Field, FieldType } from './specql/syntax/field.js';
