import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { buildSlots, SLOT_COUNT, SLOT_DEPTH, slotCommitment, verifySlot } from './slots.ts';
import { nodeHash } from './hash.ts';

const random = () => new Uint8Array(randomBytes(32));

describe('sealed batch slots', () => {
  it('proves every commitment, neighbours and ends included, and no other', () => {
    const slots = [0, 1, 2, 12_345, 12_346, SLOT_COUNT - 1];
    const commitments = new Map(slots.map((slot) => [slot, slotCommitment(random(), `body ${slot}`)]));
    const tree = buildSlots(commitments, random);
    for (const [slot, commitment] of commitments) {
      const claim = { slot, commitment, path: tree.path(slot), root: tree.root };
      expect(claim.path.length).toBe(SLOT_DEPTH);
      expect(verifySlot(claim)).toBe(true);
      expect(verifySlot({ ...claim, slot: slot ^ 1 })).toBe(false);
      expect(verifySlot({ ...claim, commitment: slotCommitment(random(), `body ${slot}`) })).toBe(false);
      expect(verifySlot({ ...claim, path: claim.path.slice(1) })).toBe(false);
    }
  });

  it('gives neighbours one common tree: their shared path places agree', () => {
    const tree = buildSlots(new Map([[6, random()], [7, random()]]), random);
    expect(tree.path(6).slice(1)).toEqual(tree.path(7).slice(1));
  });

  it('is the RFC 6962 tree: a full small corner hashes as one', () => {
    const [a, b] = [random(), random()];
    const tree = buildSlots(new Map([[0, a], [1, b]]), random);
    expect(tree.path(0)[0]).toEqual(b);
    const top = tree.path(0).slice(1).reduce((hash, sibling) => nodeHash(hash, sibling), nodeHash(a, b));
    expect(top).toEqual(tree.root);
  });

  it('an empty batch is a fresh random root', () => {
    const roots = [buildSlots(new Map(), random).root, buildSlots(new Map(), random).root];
    expect(roots[0]?.length).toBe(32);
    expect(roots[0]).not.toEqual(roots[1]);
  });
});
