-- The extension in load order: the build inlines these files into the install script.
-- Data flows one way through the rooms: context, cascade, audit, history, log, delivery, response; operations look at all of them.

-- context/: identifiers and the settings of the running mutation
\ir context/require_value.sql
\ir context/uuidv7.sql
\ir context/context_text.sql
\ir context/refuse_setting.sql
\ir context/context_uuid.sql
\ir context/context_jsonb.sql
\ir context/context_names.sql
\ir context/has_context.sql

-- cascade/: mutations and their cascade documents
\ir cascade/mutation.sql
\ir cascade/mutation_entity.sql
\ir cascade/change.sql
\ir cascade/affected_count.sql
\ir cascade/cascade_entities.sql
\ir cascade/cascade_document.sql
\ir cascade/check_invalidations.sql
\ir cascade/mutation_changes.sql
\ir cascade/store_mutation.sql
\ir cascade/given_mutation.sql
\ir cascade/begin_mutation.sql
\ir cascade/current_cascade.sql
\ir cascade/end_mutation.sql

-- audit/: what is audited, and its history; everything for one table is generated, once, when it is enabled
\ir audit/audited_table.sql
-- audit/target/: what was asked for, and whether it can be
\ir audit/target/names.sql
\ir audit/target/check_owner.sql
\ir audit/target/check_auditable.sql
\ir audit/target/check_columns.sql
\ir audit/target/key_columns.sql
\ir audit/target/check_audit_target.sql
\ir audit/target/audit_target.sql
-- audit/table/: the audit table, its columns, indexes and access
\ir audit/table/audit_columns.sql
\ir audit/table/drop_operation_checks.sql
\ir audit/table/complete_audit_table.sql
\ir audit/table/create_audit_indexes.sql
\ir audit/table/settle_entity_id.sql
\ir audit/table/check_audit_table.sql
\ir audit/table/create_audit_table.sql
\ir audit/table/protect_audit_table.sql
\ir audit/table/adopt_inline_cascades.sql
\ir audit/table/grant_audit_access.sql
\ir audit/table/drop_audit_objects.sql
-- audit/triggers/: the trigger function and the triggers that write it
\ir audit/triggers/embedded_cascade.sql
\ir audit/triggers/inner_changes.sql
\ir audit/triggers/image_source.sql
\ir audit/triggers/changed_rows.sql
\ir audit/triggers/audit_expressions.sql
\ir audit/triggers/audit_insert.sql
\ir audit/triggers/truncated_rows.sql
\ir audit/triggers/trigger_function_body.sql
\ir audit/triggers/create_triggers.sql
\ir audit/triggers/pinned_settings.sql
\ir audit/triggers/create_trigger_function.sql
-- audit/readers/: the functions and views that read it
\ir audit/readers/audit_value.sql
\ir audit/readers/drop_readers.sql
\ir audit/readers/create_collect_function.sql
\ir audit/readers/create_history_functions.sql
\ir audit/readers/create_views.sql
-- audit/: the functions people call
\ir audit/enable_audit_cascade.sql
\ir audit/audited_target.sql
\ir audit/disable_audit_cascade.sql
\ir audit/v_audited_tables.sql
\ir audit/get_mutations_affecting_entity.sql
\ir audit/get_transaction_changes.sql
\ir cascade/cascade_entity.sql
\ir cascade/cascade_deleted.sql

-- history/: what tables held at a time, and taking changes back
\ir history/audit_diff.sql
\ir history/replay/replays_by_key.sql
\ir history/replay/audit_image.sql
\ir history/replay/truncates_all.sql
\ir history/replay/replayed_rows.sql
\ir history/replay/check_truncations.sql
\ir history/replay/known_rows.sql
\ir history/replay/known_images.sql
\ir history/get_table_as_of.sql
\ir history/get_entity_as_of.sql
\ir history/replay/held_rows.sql
\ir history/replay/unseen_changes.sql
\ir history/write_audit_baseline.sql
\ir history/restore/row_change.sql
\ir history/restore/key_match.sql
\ir history/restore/net_changes.sql
\ir history/restore/canonical_image.sql
\ir history/restore/check_revertible.sql
\ir history/restore/check_unchanged.sql
\ir history/restore/restore_statement.sql
\ir history/restore/restore_rows.sql
\ir history/restore/revert_changes.sql
\ir history/revert.sql
\ir history/revert_mutation.sql

-- log/: the outbox and the change event log
\ir log/segment_of.sql
\ir log/refuse_value.sql
\ir log/outbox.sql
\ir log/outbox_segments.sql
\ir log/outbox_event_fault.sql
\ir log/write_outbox_event.sql
\ir log/outbox_event.sql
\ir log/refuse_outbox_events.sql
\ir log/write_outbox_events.sql
\ir log/wal/outbox_route.sql
\ir log/wal/emit_outbox_event.sql
\ir log/wal/apply_outbox_routes.sql
\ir log/wal/set_outbox_mode.sql
\ir log/mark_outbox_processed.sql
\ir log/v_outbox_recent.sql
\ir log/mutation_events.sql
\ir log/mutation_events_segments.sql
\ir log/check_cdc_event.sql
\ir log/notify_mutation_event.sql
\ir log/log_cdc_event.sql
\ir log/v_mutation_events_debezium.sql

-- delivery/: consumers of both logs, their positions, retries and wake-up, and what empties the logs
\ir delivery/horizon/log_end.sql
\ir delivery/horizon/log_horizon.sql
\ir delivery/horizon/horizon_at.sql
\ir delivery/horizon/require_read_committed.sql
\ir delivery/horizon/take_horizon.sql
\ir delivery/horizon/log_era.sql
\ir delivery/horizon/open_era.sql
\ir delivery/horizon/current_era.sql
\ir delivery/horizon/rebase.sql
\ir delivery/horizon/next_horizon.sql
\ir delivery/horizon/window_start.sql
\ir delivery/doorbell/doorbell_key.sql
\ir delivery/doorbell/arm_doorbell.sql
\ir delivery/doorbell/disarm_doorbell.sql
\ir delivery/consumer/consumer.sql
\ir delivery/consumer/consumer_shard.sql
\ir delivery/consumer/consumer_state.sql
\ir delivery/slot/slot_mark.sql
\ir delivery/batch/delivered_event.sql
\ir delivery/retry/consumer_retry.sql
\ir delivery/consumer/find_consumer.sql
\ir delivery/consumer/log_start.sql
\ir delivery/consumer/place_shard.sql
\ir delivery/consumer/set_shards.sql
\ir delivery/consumer/check_consumer_options.sql
\ir delivery/consumer/create_consumer.sql
\ir delivery/consumer/drop_consumer.sql
\ir delivery/consumer/seek_consumer.sql
\ir delivery/batch/outbox_window.sql
\ir delivery/batch/mutation_events_window.sql
\ir delivery/batch/window_events.sql
\ir delivery/retry/hold_events.sql
\ir delivery/retry/is_set_aside.sql
\ir delivery/retry/is_passed.sql
\ir delivery/retry/follows_in_log.sql
\ir delivery/retry/fetch_retries.sql
\ir delivery/retry/ack_retries.sql
\ir delivery/batch/claim_shard.sql
\ir delivery/batch/nothing_new.sql
\ir delivery/batch/open_window.sql
\ir delivery/batch/close_window.sql
\ir delivery/batch/worker_name.sql
\ir delivery/batch/fetching_consumer.sql
\ir delivery/batch/fetch_shard.sql
\ir delivery/batch/fetch_events.sql
\ir delivery/batch/batch_state.sql
\ir delivery/batch/acknowledge_part.sql
\ir delivery/batch/ack_events.sql
\ir delivery/batch/consume_events.sql
\ir delivery/batch/extend_lease.sql
\ir delivery/batch/release_events.sql
\ir delivery/retry/handed_out_shard.sql
\ir delivery/retry/set_aside.sql
\ir delivery/retry/nack_event.sql
\ir delivery/retry/v_dead_letters.sql
\ir delivery/retry/refuse_dead_letter.sql
\ir delivery/retry/replay_dead_letters.sql
\ir delivery/retry/purge_dead_letters.sql
\ir delivery/slot/follow_slot.sql
\ir delivery/slot/follow_slots.sql
\ir delivery/retention/consumer_position.sql
\ir delivery/retention/outbox_left.sql
\ir delivery/retention/mutation_events_left.sql
\ir delivery/retention/set_retention.sql
\ir delivery/retention/maintenance_run.sql
\ir delivery/retention/expired_segments.sql
\ir delivery/retention/segment_in_use.sql
\ir delivery/retention/empty_segment.sql
\ir delivery/retention/suspend_laggards.sql
\ir delivery/retention/maintain.sql
\ir delivery/retention/cleanup_outbox.sql
\ir delivery/retention/pending_outbox.sql
\ir delivery/retention/v_outbox_pending.sql
\ir delivery/retention/v_outbox_stats.sql
\ir delivery/lag/left_times.sql
\ir delivery/lag/v_consumer_lag.sql

-- response/: what a mutation answers
\ir response/mutation_result.sql
\ir response/build_mutation_response.sql

-- operations/: access and health
\ir operations/access_grant.sql
\ir operations/readable_tenants.sql
\ir operations/rights.sql
\ir operations/apply_rights.sql
\ir operations/register_access.sql
\ir operations/grant_writer.sql
\ir operations/grant_reader.sql
\ir operations/grant_consumer.sql
\ir operations/grant_administrator.sql
\ir operations/revoke_access.sql
\ir operations/checks/audited_table_exists.sql
\ir operations/checks/triggers.sql
\ir operations/checks/coverage.sql
\ir operations/checks/columns.sql
\ir operations/checks/definition.sql
\ir operations/checks/audit_table.sql
\ir operations/checks/generated_objects.sql
\ir operations/checks/replication_role.sql
\ir operations/checks/access.sql
\ir operations/checks/segments.sql
\ir operations/checks/retention.sql
\ir operations/checks/delivery.sql
\ir operations/checks/slots.sql
\ir operations/checks/outbox_routes.sql
\ir operations/checks/version.sql
\ir operations/health_check.sql
\ir operations/apply_new_access.sql
\ir operations/close_to_public.sql
