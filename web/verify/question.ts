// What a reader may type: an id, a place in the ledger, a digest, the number of a receipt or of a certificate.
export type Question =
  | { kind: 'leaf'; leafId: string } | { kind: 'index'; index: number } | { kind: 'digest'; sha256: string } | { kind: 'receipt'; no: string } | { kind: 'certificate'; no: string };

export function understand(typed: string): Question | null {
  const text = fromAddress(typed.trim());
  if (text === '') return null;
  if (/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(text)) return { kind: 'leaf', leafId: text.toLowerCase() };
  if (/^[0-9a-f]{64}$/i.test(text)) return { kind: 'digest', sha256: text.toLowerCase() };
  if (/^#?\d{1,10}$/.test(text)) return { kind: 'index', index: Number(text.replace('#', '')) };
  if (/^HZ-[0-9A-Z-]{4,40}$/i.test(text)) return { kind: 'receipt', no: text.toUpperCase() };
  return { kind: 'certificate', no: text };
}

/** A scanned code is the address of this very page; the number inside is what was meant. */
function fromAddress(text: string): string {
  if (!/^https?:\/\//i.test(text)) return text;
  try {
    const address = new URL(text);
    const last = address.pathname.split('/').filter((part) => part !== '').pop() ?? '';
    return address.searchParams.get('certificate') ?? address.searchParams.get('q') ?? decodeURIComponent(last);
  } catch {
    return text;
  }
}
