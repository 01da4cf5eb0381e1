/**
 * The law of imports. A zone is the longest folder below that a file's path begins with; it may import itself and
 * what it names, nothing else. `architecture/check.ts` reads this, and `planted.test.ts` proves that it does.
 */
export interface Zone {
  folder: string;
  zones: readonly string[];
  /** Packages by name; 'any' for the edges where tools meet. */
  packages: readonly string[] | 'any';
  /** Whether it may touch the machine (node: built-ins). */
  node: boolean;
  /** No clock and no chance of its own: both come as arguments. */
  pure?: true;
  /** It may use the pure rules of the modules (and nothing else of them). */
  rules?: true;
}

const sealLibraries = [
  '@hpke/core', '@noble/curves', '@noble/hashes', '@peculiar/x509', 'age-encryption', 'canonicalize', 'reflect-metadata',
  'shamir-secret-sharing', 'sm-crypto-v2', 'zod',
] as const;

export const zones: Readonly<Record<string, Zone>> = {
  catalogue: { folder: 'catalogue/', zones: [], packages: ['ajv', 'ajv-formats'], node: true },
  kernel: { folder: 'src/kernel/', zones: ['catalogue'], packages: ['@noble/hashes', 'canonicalize', 'sm-crypto-v2'], node: false, pure: true },
  law: { folder: 'src/law/', zones: ['kernel', 'catalogue'], packages: [], node: false, pure: true },
  contracts: { folder: 'src/contracts/', zones: ['kernel', 'catalogue'], packages: ['zod', 'fflate'], node: false },
  seal: { folder: 'src/seal/', zones: ['kernel'], packages: sealLibraries, node: false },
  'seal-node': { folder: 'src/seal/node/', zones: ['seal', 'kernel'], packages: sealLibraries, node: true },
  'ledger-core': { folder: 'src/ledger/core/', zones: ['kernel'], packages: ['@noble/hashes', 'canonicalize'], node: false, pure: true },
  'ledger-verify': { folder: 'src/ledger/verify/', zones: ['ledger-core'], packages: [], node: false, pure: true },
  ledger: { folder: 'src/ledger/', zones: ['ledger-core', 'ledger-verify', 'kernel'], packages: ['@noble/hashes', 'canonicalize'], node: true },
  /** Checks a trade from its evidence: it runs on a citizen's machine, so it has no server, no file and no network. */
  verify: { folder: 'src/verify/', zones: ['kernel', 'law', 'catalogue', 'ledger-core', 'ledger-verify'], packages: [], node: false, pure: true, rules: true },
  /** Official documents as data: what each says, from plain facts. */
  documents: { folder: 'src/documents/', zones: ['kernel', 'catalogue'], packages: [], node: false, pure: true },
  /** How they look and who sealed them. */
  'documents-render': {
    folder: 'src/documents/render/', zones: ['documents', 'kernel'], node: true,
    packages: ['qrcode', '@myriaddreamin/typst-ts-node-compiler', '@expo-google-fonts/noto-sans-sc', '@noble/curves', '@peculiar/asn1-cms', '@peculiar/asn1-schema', '@peculiar/asn1-x509'],
  },
  platform: {
    folder: 'src/platform/',
    zones: ['kernel', 'law', 'catalogue', 'contracts', 'seal', 'seal-node', 'ledger', 'ledger-core'],
    packages: 'any',
    node: true,
  },
  modules: {
    folder: 'src/modules/',
    zones: ['kernel', 'law', 'catalogue', 'contracts', 'documents', 'seal', 'seal-node', 'ledger', 'ledger-core', 'platform'],
    packages: ['zod', 'pg', '@node-rs/jieba', '@noble/hashes'],
    node: true,
  },
  /** People at work over the public interface: the demo city and the case runner. It knows nothing of the server's inside. */
  play: { folder: 'src/play/', zones: ['kernel', 'catalogue', 'contracts', 'seal', 'ledger-core'], packages: [], node: true },
  app: {
    folder: 'src/app/',
    zones: ['kernel', 'law', 'catalogue', 'contracts', 'documents', 'documents-render', 'seal', 'seal-node', 'ledger', 'ledger-core', 'platform', 'modules', 'play', 'sandbox'],
    packages: 'any',
    node: true,
  },
  sandbox: { folder: 'sandbox/', zones: ['kernel', 'catalogue', 'contracts', 'seal', 'seal-node', 'platform'], packages: 'any', node: true },
  cli: {
    folder: 'cli/',
    zones: ['kernel', 'law', 'catalogue', 'contracts', 'seal', 'seal-node', 'ledger', 'ledger-core', 'ledger-verify', 'verify', 'platform', 'modules', 'play', 'app', 'sandbox', 'bench'],
    packages: 'any',
    node: true,
  },
  /** A draft of a document is shown by the builder that makes the document. */
  web: { folder: 'web/', zones: ['contracts', 'kernel', 'seal', 'documents'], packages: 'any', node: false },
  bench: {
    folder: 'bench/',
    zones: ['kernel', 'law', 'catalogue', 'contracts', 'seal', 'seal-node', 'ledger', 'ledger-core', 'ledger-verify', 'verify', 'platform', 'modules', 'play', 'app', 'cli', 'sandbox'],
    packages: 'any',
    node: true,
  },
  architecture: { folder: 'architecture/', zones: [], packages: ['oxc-parser'], node: true },
  scripts: { folder: 'scripts/', zones: ['platform', 'architecture'], packages: [], node: true },
};

/** Files that exist to test: they may reach everything, and nothing else may reach them. */
export const testFolders = ['e2e/', 'tests/'] as const;
export const testFile = /\.(test|e2e|bench)\.tsx?$|\/testing(\/|\.ts$)/;

/** A later phase may read an earlier one through its index.ts, never the reverse; in one phase nobody reads the other. */
export const phases: readonly (readonly string[])[] = [
  ['entity-ca', 'mobile-ca'],
  ['project-intake'],
  ['notice'],
  ['tender-doc'],
  ['deposit-payment', 'guarantee'],
  ['bidding'],
  ['opening-hall'],
  ['expert-draw'],
  ['evaluation', 'auction', 'cross-region'],
  ['gov-procurement'],
  ['award-contract'],
  ['certificate'],
];

/** Beside the phases: they may read any of them and are read by none. */
export const beside: readonly string[] = ['remedy', 'clue'];

/** Observers read and are known by nobody. */
export const observers: readonly string[] = [
  'live-hall', 'disclosure-portal', 'supervision', 'analytics', 'open-interface', 'service-management', 'witness-ledger',
];

/** The door of a module, and inside it the folder of its pure rules. */
export const door = 'index.ts';
export const rulesFolder = /^src\/modules\/[^/]+\/rules\//;
export const rulesZones: readonly string[] = ['kernel', 'law', 'catalogue', 'contracts'];

/** Only these name a module (the composition, its lists of acts and reads, the flows, what a desk shows of all rooms at once): all else asks for what it uses as an argument. */
export const wires = /^src\/app\/((compose|registry|read-list)[^/]*\.ts|flows\/|desk\/)/;

/** Where a module's name may stand in an import() that is not a literal: the command line loads its verbs by name. */
export const lazyLoaders: readonly string[] = ['cli/main.ts', 'cli/generate.ts'];

export const impure: Readonly<Record<string, string>> = {
  'new Date()': 'take the instant as an argument',
  'Date()': 'take the instant as an argument',
  'Date.now': 'take the instant as an argument',
  'performance.now': 'take the instant as an argument',
  'Math.random': 'take chance as an argument',
  'crypto.randomUUID': 'take the id as an argument',
  'crypto.getRandomValues': 'take chance as an argument',
};

export const fileLinesMax = 400;

/** Fewer files than this, or a zone without any, and the check is looking in the wrong place. */
export const filesMin = 100;
export const zonesSeenMin: readonly string[] = ['catalogue', 'kernel', 'contracts', 'seal', 'ledger-core', 'verify', 'platform', 'modules', 'cli', 'web'];
