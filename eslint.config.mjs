// What needs types: promises that nobody waits for, switches that forget a case. Everything else is oxlint's (.oxlintrc.json).
import tseslint from 'typescript-eslint';

export default tseslint.config(
  { ignores: ['**/build/**', '**/.react-router/**', 'fixtures/**', 'rules/**'] },
  {
    files: ['packages/*/src/**/*.ts', 'packages/web/src/**/*.tsx', 'scripts/**/*.ts', 'bench/**/*.ts', 'quality/**/*.ts'],
    ignores: ['**/*.test.ts'],
    languageOptions: { parser: tseslint.parser, parserOptions: { project: ['./tsconfig.pure.json', './tsconfig.node.json', './packages/web/tsconfig.json'], tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: 'off' },
    plugins: { '@typescript-eslint': tseslint.plugin },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error', '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }], '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
    },
  },
);
