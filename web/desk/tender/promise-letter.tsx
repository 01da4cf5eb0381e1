// The promise letter to be read before it is signed, and to be printed for signature and seal.
import { promiseLetters } from '../../../src/contracts/promise-letters.ts';
import { currentPromise } from '../../../src/contracts/promise-version.ts';
import type { LotRead } from '../../../src/contracts/reads.ts';
import { tendererTexts } from '../../texts/tenderer.ts';
import { useBundle, useTexts } from '../../texts/index.tsx';

export function PromiseLetter({ lot }: { lot: LotRead }) {
  const { promise: t } = useBundle(tendererTexts);
  const { language } = useTexts();
  const lines = promiseLetters[currentPromise]?.[language] ?? [];
  const head = [t.title(currentPromise), t.project(lot.projectName), t.lead(lot.tendererName)] as const;
  return (
    <section className="group-like letter" aria-labelledby="promise-letter">
      <h2 id="promise-letter">{head[0]}</h2>
      <p>{head[1]}</p><p>{head[2]}</p>
      <ol>{lines.map((line) => <li key={line}>{line}</li>)}</ol>
      <p className="form-foot"><button type="button" className="button" onClick={() => { print(letterPage(head, lines, [t.signatory, t.date], language)); }}>{t.print}</button><span className="small muted">{t.hint}</span></p>
    </section>
  );
}

/** In a frame of its own, so that the sheet bears the letter and nothing of the page. */
function print(html: string): void {
  const frame = document.createElement('iframe');
  frame.hidden = true;
  frame.srcdoc = html;
  frame.addEventListener('load', () => {
    frame.contentWindow?.addEventListener('afterprint', () => { frame.remove(); });
    frame.contentWindow?.print();
  });
  document.body.append(frame);
}

function letterPage([title, project, lead]: readonly [string, string, string], lines: readonly string[], foot: readonly string[], language: string): string {
  const paragraph = (text: string) => `<p>${escaped(text)}</p>`;
  return `<!doctype html><html lang="${language}"><meta charset="utf-8"><title>${escaped(title)}</title><body><h1>${escaped(title)}</h1>${paragraph(project)}${paragraph(lead)}<ol>${lines.map((line) => `<li>${escaped(line)}</li>`).join('')}</ol>${foot.map(paragraph).join('')}</body></html>`;
}

function escaped(text: string): string { return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;'); }
