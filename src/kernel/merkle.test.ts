import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';
import { describe, expect, test } from 'vitest';
import { leafHash, treePath, treeRoot, verifyInclusion, walkPath } from './merkle.ts';

// The eight leaves and roots of the Certificate Transparency reference tests.
const inputs = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'];
const roots = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];
const leaves = inputs.map((hex) => leafHash(hexToBytes(hex)));

describe('the tree', () => {
  test('has the published roots', () => {
    expect(roots.map((_, n) => bytesToHex(treeRoot(leaves.slice(0, n + 1))))).toEqual(roots);
  });

  test('proves every leaf of every size, and no other', () => {
    for (let size = 1; size <= leaves.length; size += 1) {
      const tree = leaves.slice(0, size);
      const root = treeRoot(tree);
      tree.forEach((leaf, index) => {
        const path = treePath(tree, index);
        expect(verifyInclusion(BigInt(index), BigInt(size), leaf, path, root)).toBe(true);
        for (let other = 0; other < size; other += 1) {
          if (other !== index) expect(verifyInclusion(BigInt(other), BigInt(size), leaf, path, root)).toBe(false);
        }
      });
    }
  });

  test('refuses a changed, short, long or misplaced path', () => {
    const root = treeRoot(leaves);
    const leaf = leaves[5] ?? new Uint8Array();
    const path = treePath(leaves, 5);
    const flipped = path.map((hash, at) => (at === 1 ? hash.map((b, i) => (i === 3 ? b ^ 1 : b)) : hash));
    expect(verifyInclusion(5n, 8n, leaf, flipped, root)).toBe(false);
    expect(walkPath(5n, 8n, leaf, path.slice(1))).toBeNull();
    expect(walkPath(5n, 8n, leaf, [...path, leaf])).toBeNull();
    expect(walkPath(8n, 8n, leaf, path)).toBeNull();
    expect(walkPath(-1n, 8n, leaf, path)).toBeNull();
  });
});
