// What the law of each method of procurement compares: prices alone, or scores (财政部令第74号 第36、48条; 财库〔2014〕214号 第23条).
// No validator here, so that pages read the table without loading one.
const compares: Readonly<Record<string, 'gp-lowest' | 'gp-comprehensive'>> = {
  'competitive-negotiation': 'gp-lowest', inquiry: 'gp-lowest', 'single-source': 'gp-lowest', 'competitive-consultation': 'gp-comprehensive',
};

/** Undefined where the documents choose. */
export function methodByLaw(category: string, kind: string | undefined): 'gp-lowest' | 'gp-comprehensive' | undefined {
  return category === 'gov-procurement' && kind !== undefined ? compares[kind] : undefined;
}
