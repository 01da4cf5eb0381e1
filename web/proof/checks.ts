// Loaded only when something is checked.
export { checkLeaf } from './check-leaf.ts';
export { checkSealed } from './sealed.ts';
