import type { Command } from 'commander';
import { SpecqlCdcError } from '../../error.js';
import { InvalidEntitiesError } from '../../specql/invalidEntitiesError.js';
import { parseEntities } from '../../specql/parseEntities.js';
import { generateMigration } from '../../specql/sql/generateMigration.js';
import { generateSql, type SqlFile } from '../../specql/sql/generateSql.js';
import type { GenerateOptions } from '../../specql/sql/generateOptions.js';
import type { Entity } from '../../specql/syntax/entity.js';
import { entityFiles } from '../entities/entityFiles.js';
import { compareFiles, writeFiles, type ScriptFile } from '../entities/scriptFiles.js';
import { printable } from '../output/printable.js';
import type { WithSession, Report, Session } from '../report.js';

interface GenerateFlags extends Partial<GenerateOptions> {
  migrate?: string;
  output?: string;
  check?: boolean;
}

/** `specql-cdc generate`: writes the SQL of entities. */
export function generate(program: Command, withSession: WithSession): void {
  program
    .command('generate')
    .description('Write the SQL of entities: tables, table views, audit, and the functions of their actions.')
    .argument('[files...]', 'SpecQL files that refer to each other; - or none for standard input')
    .option('--with-impacts', 'describe its impact in the answer of every action')
    .option('--with-audit-cascade', 'audit the entities that do not say whether they are')
    .option('--with-cdc', 'write events of the actions that do not say whether they do')
    .option('--migrate <url>', 'only what this database lacks; functions are replaced')
    .option('-o, --output <path>', 'a file for all when it ends in .sql, else a folder (default: standard output)')
    .option('--check', 'write nothing; the exit code is 1 when --output differs')
    .addHelpText('after', '\nExample:\n  $ specql-cdc generate entities/*.yaml --with-cdc -o db/generated')
    .action(
      withSession(async (session, files: string[], flags: GenerateFlags) => {
        const { output, check } = flags;
        if (check && output === undefined) {
          throw new SpecqlCdcError('--check compares with --output', 'Say with -o where the SQL is.');
        }
        const { entities, diagnostics } = parseEntities(await entityFiles(session, files));
        if (diagnostics.length > 0) throw new InvalidEntitiesError(diagnostics);
        const scripts = await scriptsOf(session, entities, flags);
        if (output === undefined) {
          return { data: scripts, isVerbatim: true, text: () => scripts.map(({ sql }) => sql).join('\n') };
        }
        return check ? checked(await compareFiles(scripts, output)) : written(await writeFiles(scripts, output));
      }),
    );
}

async function scriptsOf(session: Session, entities: Entity[], flags: GenerateFlags): Promise<SqlFile[]> {
  const { withImpacts = false, withAuditCascade = false, withCdc = false, migrate } = flags;
  const options = { withImpacts, withAuditCascade, withCdc };
  if (migrate === undefined) return generateSql(entities, options);
  return session.connected((client) => generateMigration(client, entities, options), migrate);
}

const checkWords: Record<ScriptFile['state'], string> = {
  current: 'is current',
  missing: 'is missing',
  different: 'differs',
  'left over': 'is not generated any more',
};

function checked(files: ScriptFile[]): Report {
  return report(files, checkWords, files.every(({ state }) => state === 'current') ? 0 : 1);
}

const writeWords: Record<ScriptFile['state'], string> = {
  current: 'was current already',
  missing: 'is written',
  different: 'is written anew',
  'left over': 'is not generated any more and can be deleted',
};

function written(files: ScriptFile[]): Report {
  return report(files, writeWords, 0);
}

function report(data: ScriptFile[], words: Record<ScriptFile['state'], string>, exitCode: number): Report {
  return { data, text: () => data.map(({ file, state }) => `${printable(file)} ${words[state]}\n`).join(''), exitCode };
}
