import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from './bytes.ts';
import { MerkleTree, verifyConsistency, verifyInclusion } from './merkle.ts';

// The reference leaves and roots published with the certificate-transparency implementation of RFC 6962.
const LEAVES = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'];
const ROOTS = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];

function referenceTree(): MerkleTree {
  const tree = new MerkleTree();
  for (const leaf of LEAVES) tree.append(fromHex(leaf));
  return tree;
}

function countingTree(size: number): MerkleTree {
  const tree = new MerkleTree();
  for (let i = 0; i < size; i += 1) tree.append(Uint8Array.of(i));
  return tree;
}

describe('RFC 6962 tree', () => {
  it('has the published root at every size, also when looked back at', () => {
    const tree = referenceTree();
    expect(ROOTS.map((_, size) => toHex(tree.root(size)))).toEqual(ROOTS);
  });

  it('gives the published paths', () => {
    const tree = referenceTree();
    expect(tree.inclusion(0, 1)).toEqual([]);
    expect(tree.inclusion(5, 8).map(toHex)).toEqual([
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ]);
    expect(tree.consistency(6, 8).map(toHex)).toEqual([
      '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ]);
  });

  it('proves inclusion of every leaf at every size up to 33, and of no other', () => {
    const tree = countingTree(33);
    for (let size = 1; size <= 33; size += 1) {
      const root = tree.root(size);
      for (let index = 0; index < size; index += 1) {
        const path = tree.inclusion(index, size);
        expect(verifyInclusion({ index, size, leafHash: tree.leaf(index), root, path })).toBe(true);
        expect(verifyInclusion({ index, size, leafHash: tree.leaf((index + 1) % 33), root, path })).toBe(false);
        expect(verifyInclusion({ index: index + 1, size, leafHash: tree.leaf(index), root, path })).toBe(false);
        expect(verifyInclusion({ index, size, leafHash: tree.leaf(index), root, path: [...path, root] })).toBe(false);
        if (path.length > 0) expect(verifyInclusion({ index, size, leafHash: tree.leaf(index), root, path: path.slice(1) })).toBe(false);
      }
    }
  });

  it('proves consistency of every pair of sizes up to 33, and of no other', () => {
    const tree = countingTree(33);
    for (let second = 0; second <= 33; second += 1) {
      for (let first = 0; first <= second; first += 1) {
        const claim = { first, second, firstRoot: tree.root(first), secondRoot: tree.root(second), path: tree.consistency(first, second) };
        expect(verifyConsistency(claim), `${first} of ${second}`).toBe(true);
        if (first < second && first > 0) expect(verifyConsistency({ ...claim, firstRoot: tree.root(first - 1) })).toBe(false);
        if (first < second) expect(verifyConsistency({ ...claim, path: [...claim.path, tree.root()] })).toBe(false);
      }
    }
  });

  it('refuses what lies outside', () => {
    const tree = countingTree(3);
    for (const ask of [() => tree.inclusion(3), () => tree.inclusion(0.5), () => tree.root(4), () => tree.consistency(2, 4), () => tree.leaf(-1)]) {
      expect(ask).toThrow(expect.objectContaining({ code: 'index-out-of-range' }));
    }
  });
});
