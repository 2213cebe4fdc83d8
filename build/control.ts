/** What the control file needs to know. */
export interface ControlFields {
  /** The extension's version, as in `1.0`. */
  version: string;
  /** One line for `\dx`. */
  comment: string;
}

/**
 * The text of `specql_cdc.control`. The schema is named here, so the server creates it and it is no member:
 * audit tables made later in it survive DROP EXTENSION ... CASCADE.
 *
 * @param fields - version and comment
 * @returns the control file's text
 * @throws Error when the comment holds `=`, a quote or a line break, which installers that split lines on `=` misread
 */
export function controlFile({ version, comment }: ControlFields): string {
  if (/[='\n]/.test(comment))
    throw new Error(`package.json: description must hold no "=", quote or line break: ${comment}`);
  return [
    `comment = '${comment}'`,
    `default_version = '${version}'`,
    'relocatable = false',
    'schema = app',
    'superuser = false',
    '',
  ].join('\n');
}
