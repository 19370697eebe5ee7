import boundaries from 'eslint-plugin-boundaries';
import tseslint from 'typescript-eslint';

/** Where each kind of code lives, for the import rules below. */
const elements = [
  { type: 'platform', pattern: 'src/platform/**', mode: 'full' },
  { type: 'jobs', pattern: 'src/jobs/**', mode: 'full' },
  { type: 'feature', pattern: 'src/(rooms|pms|quoting|statements|catchup)/**', mode: 'full', capture: ['feature'] },
  { type: 'ops', pattern: 'src/ops/**', mode: 'full' },
  { type: 'root', pattern: 'src/*', mode: 'full' },
  { type: 'cli', pattern: 'src/cli/**', mode: 'full' },
];

export default tseslint.config(
  {
    ignores: [
      'dist/',
      'node_modules/',
      '.nightshift/',
      'coverage/',
      'bench/**/*.mjs',
      'scripts/',
      '*.mjs',
      'test/jest.config.js',
    ],
  },
  ...tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    plugins: { boundaries },
    settings: { 'boundaries/elements': elements, 'import/resolver': { typescript: true } },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { varsIgnorePattern: '^_', argsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      // Nest decorators reference classes for their side effects only.
      '@typescript-eslint/no-extraneous-class': 'off',
      'no-console': 'error',
    },
  },
  {
    files: [
      'src/rooms/**',
      'src/pms/**',
      'src/quoting/**',
      'src/statements/**',
      'src/catchup/**',
      'src/platform/**',
      'src/ops/**',
    ],
    ignores: ['src/ops/bull-board.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          paths: [
            { name: 'bull', message: 'Bull is behind src/jobs.' },
            { name: '@nestjs/bull', message: 'Bull is behind src/jobs.' },
          ],
        },
      ],
    },
  },
  { files: ['src/cli/**', 'src/main.ts', 'bench/**', 'test/**'], rules: { 'no-console': 'off' } },
  {
    files: ['test/**', '**/*.spec.ts', 'bench/**'],
    rules: {
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
);
