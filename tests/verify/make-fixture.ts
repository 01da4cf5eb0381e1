import { readFileSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

// A played trade with the key of its log, so that tests can forge as only the log's owner could. Made of a platform that has
// served for this alone:
//   QINGLAN_DATA=… qinglan start;  qinglan case cases/eng-drawn-coefficient.json
//   node tests/verify/make-fixture.ts EVIDENCE SEED tests/verify/fixtures/drawn-coefficient.json.gz
// prequalified-consortium: the second lot of cases/eng-consortium-wins.json. invited: cases/eng-invited.json.
// re-evaluated: cases/eng-reevaluated.json. publicity: the evidence as read while its lot was in candidate publicity. odd-prices: cases/eng-lowest-evaluated.json with three
// more prices (abc, -5, 21 nines) sealed by a client that does not call checkPrice.
// negotiation: cases/gp-negotiation-three-rounds.json. framework and framework-order: cases/gp-framework.json, its lot and the order by competition.
const [evidence, seed, out] = process.argv.slice(2);
if (!evidence || !seed || !out) throw new Error('EVIDENCE, SEED (keys/ledger.seed) and the file to write');
const fixture = { seed: readFileSync(seed, 'utf8').trim(), bundle: JSON.parse(readFileSync(evidence, 'utf8')) as unknown };
writeFileSync(out, gzipSync(JSON.stringify(fixture), { level: 9 }));
