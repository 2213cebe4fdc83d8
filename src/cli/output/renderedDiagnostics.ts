import { renderDiagnostic, type Diagnostic } from '../../specql/diagnostic.js';
import { printable } from './printable.js';

/**
 * @param diagnostics - what is wrong with entity files
 * @returns lines for a terminal, which a file cannot make do anything
 */
export function renderedDiagnostics(diagnostics: readonly Diagnostic[]): string {
  const lines = diagnostics.flatMap((diagnostic) => renderDiagnostic(diagnostic).split('\n'));
  return lines.map((line) => `${printable(line)}\n`).join('');
}
