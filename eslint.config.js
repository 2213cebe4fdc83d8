import js from '@eslint/js';
import tseslint from 'typescript-eslint';

const outside = {
  regex: '^(\\.\\./)+(bench|build|examples|test)/',
  message: 'The library imports nothing but itself.',
};

const trusted = {
  regex: '/trusted\\.js$',
  message: 'Only src/specql/sql/text makes SQL of strings: use sql, ident, literal or sqlType.',
};

export default tseslint.config(
  { ignores: ['dist/', 'reports/', 'node_modules/'] },
  js.configs.recommended,
  {
    files: ['**/*.js'],
    languageOptions: { globals: { console: 'readonly', process: 'readonly' } },
  },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    rules: { '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }] },
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
  },
  {
    files: ['{bench,build,examples,src}/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            { regex: '^(\\.\\./)+test/', message: 'Only tests import from test/; what others need too is in build/.' },
          ],
        },
      ],
    },
  },
  {
    files: ['src/**/*.ts'],
    rules: { 'no-restricted-imports': ['error', { patterns: [outside, trusted] }] },
  },
  {
    files: ['src/specql/sql/text/**/*.ts'],
    rules: { 'no-restricted-imports': ['error', { patterns: [outside] }] },
  },
  {
    files: ['src/cli/**/*.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: "CallExpression[callee.property.name='query']",
          message: 'The command line tool holds no SQL: call a function of the library.',
        },
      ],
    },
  },
);
