import { nearestWord } from '../nearestWord.js';
import type { AuditOptions } from '../syntax/entity.js';
import { auditKeys } from '../words/mappingKeys.js';
import { quoted } from './yaml/describeNode.js';
import type { Mapping } from './yaml/mapping.js';
import { spanAt } from './yaml/node.js';

/**
 * Reads how an entity is audited.
 *
 * @param mapping - of the key `audit`
 * @param fields - names that the lists may hold
 */
export function readAudit(mapping: Mapping, fields: readonly string[]): AuditOptions {
  mapping.allow('audit', auditKeys);
  const columns = (key: string) =>
    mapping.items(key, 'a list of fields').flatMap((located) => {
      const span = spanAt(located, 'a field');
      if (span === undefined || fields.includes(span.text)) return span?.text ?? [];
      const message = `expected a field of this entity, found ${quoted(span.text)}`;
      mapping.reading.problems.add(span.position(0), message, nearestWord(span.text, fields));
      return [];
    });
  return {
    enabled: mapping.switch('enabled') ?? true,
    includeCascade: mapping.switch('include_cascade') ?? true,
    excludeColumns: columns('exclude'),
    ignoreColumns: columns('ignore'),
    redactColumns: columns('redact'),
    keepUnchanged: mapping.switch('keep_unchanged') ?? false,
    position: mapping.position,
  };
}
