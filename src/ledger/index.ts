export * from './core/index.ts';
export * from './engines/local/index.ts';
