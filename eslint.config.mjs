export { rules as default } from './tools/lint/rules.ts';
