import type { Command } from 'commander';
import { parseEntities } from '../../specql/parseEntities.js';
import { generateSql } from '../../specql/sql/generateSql.js';
import { entityFiles } from '../entities/entityFiles.js';
import { renderedDiagnostics } from '../output/renderedDiagnostics.js';
import type { WithSession } from '../report.js';

/** `specql-cdc validate`: looks whether entity files are right. */
export function validate(program: Command, withSession: WithSession): void {
  program
    .command('validate')
    .description('Look whether entity files are right. The exit code is 1 when they are not.')
    .argument('[files...]', 'SpecQL files that refer to each other; - or none for standard input')
    .addHelpText('after', '\nExample:\n  $ specql-cdc validate entities/*.yaml')
    .action(
      withSession(async (session, files: string[]) => {
        const { entities, diagnostics } = parseEntities(await entityFiles(session, files));
        // Writing the SQL finds what only the writer can know.
        generateSql(entities, { withImpacts: true, withAuditCascade: true, withCdc: true });
        const names = entities.map(({ schema, name }) => `${schema}.${name}`);
        return {
          data: { entities: names, diagnostics },
          text: () =>
            diagnostics.length === 0 ? `no problems in ${names.join(', ')}\n` : renderedDiagnostics(diagnostics),
          exitCode: diagnostics.length === 0 ? 0 : 1,
        };
      }),
    );
}
