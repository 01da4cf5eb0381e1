export * from './core/index.ts';
export * from './engines/local/index.ts';
export * from './verify/index.ts';
