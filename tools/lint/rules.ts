import eslint from '@eslint/js';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';
import { inRoot } from '../places.ts';
import { boundaries } from './boundaries.ts';

/** Answers must follow from the arguments alone. */
const impure = [
  { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'No clock here: take the instant as an argument.' },
  {
    selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']",
    message: 'No clock here: take the instant as an argument.',
  },
  { selector: "MemberExpression[object.name='Math'][property.name='random']", message: 'No chance here: take it as an argument.' },
];
const outside = [
  'process',
  'performance',
  'fetch',
  'console',
  'crypto',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'Buffer',
  'global',
  'globalThis',
];
const banned = outside.map((name) => ({ name, message: 'This code is kept free of the world around it.' }));

const shape = [
  { selector: 'ExportDefaultDeclaration', message: 'Named exports only.' },
  {
    selector: "TSAsExpression[expression.type='TSAsExpression'][expression.typeAnnotation.type='TSUnknownKeyword']",
    message: 'No cast through unknown: parse it, or say its type where it is made.',
  },
];

/** Every rule of the project, for ESLint and for the test that shows that they fire. */
export const rules = defineConfig(
  { ignores: ['**/dist/', '.cache/', '.data/', '.nx/', 'tools/temporal-cli/', 'samples/', 'coverage/'] },
  eslint.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { project: './tsconfig.json', tsconfigRootDir: inRoot('.') } },
    plugins: { jielong: { rules: { boundaries } } },
    rules: {
      'jielong/boundaries': 'error',
      'no-restricted-syntax': ['error', ...shape],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', destructuredArrayIgnorePattern: '^_' },
      ],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-confusing-void-expression': 'off', // an early return may name what it does
      '@typescript-eslint/no-unnecessary-condition': 'off', // it does not see what a callback has changed
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/require-await': 'off', // what implements an asynchronous contract is async
      '@typescript-eslint/unbound-method': 'off', // proxies of activities are plain functions
      '@typescript-eslint/no-misused-spread': 'off', // a text is spread into its characters on purpose
      '@typescript-eslint/no-unsafe-unary-minus': 'off', // Fen is a number with a name
      '@typescript-eslint/no-unnecessary-type-parameters': 'off', // some say what the caller wants
    },
  },
  {
    // What comes back over HTTP is of no type there.
    files: ['**/*spec.ts', '**/spec/**/*.ts'],
    rules: Object.fromEntries(
      ['assignment', 'member-access', 'argument', 'call', 'return'].map((what) => [`@typescript-eslint/no-unsafe-${what}`, 'off']),
    ),
  },
  {
    files: ['libs/*/domain/**/*.ts'],
    ignores: ['**/*.spec.ts'],
    rules: { 'no-restricted-syntax': ['error', ...shape, ...impure], 'no-restricted-globals': ['error', ...banned] },
  },
  {
    // A workflow's Date is Temporal's own and replays; nothing else of the world is.
    files: ['libs/process/**/*.ts', 'libs/*/workflows/**/*.ts'],
    ignores: ['**/*spec.ts'],
    rules: { 'no-restricted-globals': ['error', ...banned] },
  },
  {
    files: ['**/*.mjs'],
    languageOptions: { globals: { process: 'readonly', console: 'readonly', URL: 'readonly' } },
    rules: { 'no-unused-vars': ['error', { varsIgnorePattern: '^_' }] },
  },
);
