export * from './test-database.js';
export * from './calendar.js';
export * from './acting.js';
export * from './access-cells.js';
export * from './key-cells.js';
export * from './keys.js';
export * from './sealed.js';
export * from './opened.js';
