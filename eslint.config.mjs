import tseslint from 'typescript-eslint';

const FEATURES = ['rooms', 'pms', 'quoting', 'statements', 'catchup'];
const bull = ['bull', '@nestjs/bull', 'ioredis'].map((name) => ({
  name,
  message: 'Bull and Redis are behind src/jobs.',
}));

/** Imports go one way; test/architecture.spec.ts checks the same over the whole graph. */
function boundary(folder, forbidden, paths = []) {
  const patterns = forbidden.map((name) => ({
    regex: `^(\\.\\./)+${name}/`,
    message: `src/${folder} may not import src/${name}.`,
  }));
  return { files: [`src/${folder}/**`], rules: { 'no-restricted-imports': ['error', { paths, patterns }] } };
}

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', '.nightshift/', '/coverage/', '**/*.mjs', '**/*.js'] },
  ...tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { varsIgnorePattern: '^_', argsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      'no-console': 'error',
    },
  },
  boundary('platform', ['jobs', ...FEATURES, 'ops'], bull),
  boundary('jobs', [...FEATURES, 'ops']),
  ...FEATURES.map((feature) =>
    boundary(
      feature,
      [...FEATURES.filter((other) => other !== feature && !(feature === 'pms' && other === 'rooms')), 'ops'],
      bull,
    ),
  ),
  { files: ['src/cli/**', 'src/main.ts', 'test/**'], rules: { 'no-console': 'off' } },
  {
    files: ['test/**', '**/*.spec.ts'],
    rules: {
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
);
