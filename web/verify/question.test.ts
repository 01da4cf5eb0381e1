import { expect, test } from 'vitest';
import { understand } from './question.ts';

test('understands what people paste', () => {
  const hash = 'AB'.repeat(32);
  expect(understand('  ')).toBeNull();
  expect(understand(hash)).toEqual({ kind: 'digest', sha256: hash.toLowerCase() });
  expect(understand('7F3F8A8E-58A1-4A53-8F6A-1B2F7B1D0C01')).toEqual({ kind: 'leaf', leafId: '7f3f8a8e-58a1-4a53-8f6a-1b2f7b1d0c01' });
  expect(understand('#42')).toEqual({ kind: 'index', index: 42 });
  expect(understand('hz-3D46228A-8B92')).toEqual({ kind: 'receipt', no: 'HZ-3D46228A-8B92' });
  expect(understand('JZ-2026-000123')).toEqual({ kind: 'certificate', no: 'JZ-2026-000123' });
  expect(understand('http://127.0.0.1:8080/verify?certificate=JZ-1')).toEqual({ kind: 'certificate', no: 'JZ-1' });
  expect(understand('https://x.example/verify/JZ%202')).toEqual({ kind: 'certificate', no: 'JZ 2' });
  expect(understand('https://x.example/verify?q=7')).toEqual({ kind: 'index', index: 7 });
});
