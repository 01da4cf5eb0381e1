/** From entry id to position in two flat columns: eight bytes a slot where a Map of strings takes a hundred. */
export class IdIndex {
  #hashes = new Uint32Array(1024);
  #places = new Uint32Array(1024); // position + 1; 0 is empty
  #count = 0;

  /** holds decides whether the entry at a position has this id: a hash only proposes. */
  find(id: string, holds: (position: number) => boolean): number | null {
    const hash = hashOf(id);
    const mask = this.#places.length - 1;
    for (let slot = hash & mask; this.#places[slot] !== 0; slot = (slot + 1) & mask) {
      const position = (this.#places[slot] ?? 0) - 1;
      if (this.#hashes[slot] === hash && holds(position)) return position;
    }
    return null;
  }

  add(id: string, position: number): void {
    if (this.#count * 2 >= this.#places.length) this.#grow();
    this.#put(hashOf(id), position + 1);
    this.#count += 1;
  }

  #grow(): void {
    const [hashes, places] = [this.#hashes, this.#places];
    this.#hashes = new Uint32Array(hashes.length * 2);
    this.#places = new Uint32Array(places.length * 2);
    for (let slot = 0; slot < places.length; slot += 1) {
      const place = places[slot] ?? 0;
      if (place !== 0) this.#put(hashes[slot] ?? 0, place);
    }
  }

  #put(hash: number, place: number): void {
    const mask = this.#places.length - 1;
    let slot = hash & mask;
    while (this.#places[slot] !== 0) slot = (slot + 1) & mask;
    this.#hashes[slot] = hash;
    this.#places[slot] = place;
  }
}

/** FNV-1a with a final mix: ids are random, so nothing stronger is needed, and every hit is checked. */
function hashOf(id: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < id.length; i += 1) hash = Math.imul(hash ^ id.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return (hash ^ (hash >>> 13)) >>> 0;
}
