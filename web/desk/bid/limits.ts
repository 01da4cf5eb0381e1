export { FILE_BYTES_MAX as maxFileBytes } from '../../../src/contracts/upload.ts';
