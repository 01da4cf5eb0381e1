/** Drawing takes at most so much of a page's time: what is slow on a small machine is drawn less often there. */
const shareOfTime = 0.2;
/** A page in the background draws no frame; it is not waited for. */
const frameWithinMs = 1_000;

/**
 * Calls once what was just changed stands on the screen and the processor was left alone for `leastMs`, or for longer
 * where drawing took long. Gives the way to call it off.
 */
export function afterRest(leastMs: number, then: () => void): () => void {
  const began = performance.now();
  let timer = setTimeout(drawn, frameWithinMs);
  // a timer set within a frame runs after it is painted
  const frame = requestAnimationFrame(() => {
    clearTimeout(timer);
    timer = setTimeout(drawn);
  });
  function drawn(): void {
    cancelAnimationFrame(frame);
    const took = performance.now() - began;
    timer = setTimeout(then, Math.max(leastMs, took * (1 / shareOfTime - 1)));
  }
  return () => {
    clearTimeout(timer);
    cancelAnimationFrame(frame);
  };
}
