// Points as they are typed. Sums are taken in ten-thousandths, so that what is shown is what was typed.
const decimal = /^\d{1,6}(\.\d{1,4})?$/;

export function isScore(text: string, max: string): boolean {
  return decimal.test(text) && tenThousandths(text) <= tenThousandths(max);
}

export function sumOf(points: readonly string[]): string {
  const sum = points.filter((one) => decimal.test(one)).reduce((total, one) => total + tenThousandths(one), 0);
  return String(sum / 10_000);
}

function tenThousandths(text: string): number {
  const [whole = '0', part = ''] = text.split('.');
  return Number(whole) * 10_000 + Number(part.slice(0, 4).padEnd(4, '0'));
}
