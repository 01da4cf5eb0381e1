export { checkSign, isCreditCode } from '../../contracts/credit-code.ts';
