import js from '@eslint/js';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** Imports point one way: `dom` knows nobody, `client` and `worker` know `dom` and not each other. */
function fence(folder, ...strangers) {
  return {
    files: [`src/${folder}/**/*.ts`],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: strangers.map((stranger) => ({
            group: [`**/${stranger}/**`, `../${stranger}`],
            message: `src/${folder} does not know src/${stranger}.`,
          })),
        },
      ],
    },
  };
}

export default defineConfig(
  { ignores: ['node_modules/', 'pyodide/'] },
  js.configs.recommended,
  tseslint.configs.recommended,
  {
    rules: {
      complexity: ['error', 10],
      'max-lines': ['error', 400],
      'max-statements': ['error', 40],
      'max-depth': ['error', 3],
      eqeqeq: 'error',
      'prefer-const': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
    },
  },
  fence('dom', 'client', 'worker', 'dev', 'explain', 'site', 'frame', 'lab'),
  fence('client', 'worker', 'dev', 'explain', 'site', 'frame', 'lab'),
  fence('worker', 'client', 'dev', 'explain', 'site', 'frame', 'lab'),
  fence('dev', 'dom', 'client', 'explain', 'site', 'frame', 'lab'),
  fence('explain', 'dom', 'client', 'worker', 'dev', 'site', 'frame', 'lab'),
  fence('site', 'dom', 'client', 'worker', 'dev', 'explain', 'frame', 'lab'),
  fence('frame', 'dev', 'explain', 'site', 'lab'),
  fence('lab', 'dom', 'client', 'worker', 'dev', 'explain', 'site'),
  {
    files: ['*.mjs', 'test/**/*.mjs'],
    languageOptions: { globals: { URL: 'readonly', console: 'readonly', process: 'readonly' } },
  },
  {
    files: ['**/nodekernel/*.mjs'],
    languageOptions: {
      globals: {
        Atomics: 'readonly',
        Buffer: 'readonly',
        SharedArrayBuffer: 'readonly',
        URL: 'readonly',
        console: 'readonly',
      },
    },
  },
);
