import { expect, it } from 'vitest';
import { withExtension } from './extension.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

it('names a file by what it is, unless its name says so already', () => {
  expect(withExtension('noticeFile', bytes('%PDF-1.7\n'))).toBe('noticeFile.pdf');
  expect(withExtension('clarificationFile', bytes('\ufeff\n<!DOCTYPE html><html lang="zh-CN">'))).toBe('clarificationFile.html');
  expect(withExtension('proofFile', bytes('PK\u0003\u0004rest'))).toBe('proofFile.zip');
  expect(withExtension('noticeFile', bytes('plain words'))).toBe('noticeFile.bin');
  expect(withExtension('noticeFile', new Uint8Array())).toBe('noticeFile.bin');
  expect(withExtension('招标文件.docx', bytes('PK\u0003\u0004'))).toBe('招标文件.docx');
  expect(withExtension('price-table.json', bytes('{'))).toBe('price-table.json');
  expect(withExtension('图纸 V1.2', bytes('%PDF-1.4'))).toBe('图纸 V1.2.pdf');
});
