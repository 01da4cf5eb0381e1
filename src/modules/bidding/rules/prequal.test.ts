import { expect, it } from 'vitest';
import { passing } from './prequal.ts';

const one = (applicationSeq: number, score: string | null, qualified = true) => ({ applicationSeq, qualified, score });
const passed = (...args: Parameters<typeof passing>) => [...passing(...args)].sort();

it('all who meet the requirements pass, however many', () => {
  expect(passed({ method: 'qualified-all', limit: null }, [one(1, null), one(2, null, false), one(3, null), one(4, null), one(5, null)])).toEqual([1, 3, 4, 5]);
});

it('under a limit the best pass, and an unqualified score is no score', () => {
  expect(passed({ method: 'limited', limit: 3 }, [one(1, '80.5'), one(2, '99', false), one(3, '80.50'), one(4, '91'), one(5, '9.9'), one(6, '85')])).toEqual([1, 3, 4, 6]);
  expect(passed({ method: 'limited', limit: 3 }, [one(1, '80'), one(3, '79.99'), one(4, '91'), one(6, '85')])).toEqual([1, 4, 6]);
});

it('fewer than the limit all pass, none is none', () => {
  expect(passed({ method: 'limited', limit: 3 }, [one(1, '80'), one(2, '70')])).toEqual([1, 2]);
  expect(passed({ method: 'limited', limit: 3 }, [one(1, '80', false)])).toEqual([]);
  expect(passed({ method: 'qualified-all', limit: null }, [])).toEqual([]);
});
