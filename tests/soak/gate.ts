/** Lets so many through and holds the rest, so that whoever kills decides in the midst of what. */
export class Gate {
  /** how many have passed since the beginning */
  passed = 0;
  #room = Infinity;
  #waiting: (() => void)[] = [];

  /** From now on nobody passes who is not let. */
  shut(): void { this.#room = 0; }

  let(count: number): void {
    this.#room += count;
    this.#pulse();
  }

  open(): void { this.let(Infinity); }

  get waiting(): number { return this.#waiting.length; }

  async pass(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#waiting.push(resolve);
      this.#pulse();
    });
  }

  #pulse(): void {
    while (this.#room > 0 && this.#waiting.length > 0) {
      this.#room -= 1;
      this.passed += 1;
      this.#waiting.shift()?.();
    }
  }
}
