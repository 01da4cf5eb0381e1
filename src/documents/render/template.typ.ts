/**
 * The look of every official document. The paper comes as one input and is read as data, so that no name, title or reason in it
 * can run as markup.
 */
export const TEMPLATE = `
#let p = json(bytes(sys.inputs.paper))
#let day = sys.inputs.day.split("-").map(int)
#let ink = rgb("#1b2430")
#let soft = rgb("#5b6672")
#let rule = 0.4pt + rgb("#b8c0c8")
#let mono(body, size: 6.6pt) = text(font: ("DejaVu Sans Mono", "Noto Sans SC"), size: size, body)
#set document(title: p.title + " " + p.no, author: p.issuer, date: datetime(year: day.at(0), month: day.at(1), day: day.at(2)))
#let first = if p.evidence.len() > 0 { p.evidence.at(0) } else { none }
#set page(paper: "a4", margin: (top: 24mm, bottom: 27mm, x: 21mm), header-ascent: 7mm, footer-descent: 6mm,
  header: context if counter(page).get().first() > 1 {
    set text(size: 8pt, fill: soft)
    grid(columns: (1fr, auto), p.title, p.no)
    v(-2.2mm); line(length: 100%, stroke: rule)
  },
  footer: context {
    set text(size: 7.5pt, fill: soft)
    line(length: 100%, stroke: rule); v(-1.4mm)
    grid(columns: (1fr, auto), column-gutter: 6mm, align: (left, right),
      if first == none [] else [存证编号 #mono(first.leafId) \\ 存证摘要 #mono(first.hash)],
      [第 #counter(page).display() 页，共 #counter(page).final().first() 页])
  })
#set text(font: "Noto Sans SC", size: 10pt, lang: "zh", region: "cn", fill: ink)
#set par(leading: 0.75em, spacing: 0.9em, justify: true)
#show heading.where(level: 2): it => block(above: 6mm, below: 2.6mm, text(size: 11pt, weight: "bold", it.body))

#grid(columns: (22mm, 1fr, 22mm), column-gutter: 5mm, align: (left, center + horizon, right),
  [],
  [#heading(level: 1, outlined: false, text(size: if p.title.len() > 75 { 14pt } else if p.title.len() > 48 { 17pt } else { 21pt }, weight: "bold", p.title))
   #v(-1mm)
   #text(size: 8.5pt, fill: soft, lang: "en")[#p.titleEn]
   #v(0mm)
   #text(size: 8.5pt, fill: soft)[编号 #p.no]],
  [#image(bytes(sys.inputs.qr), format: "svg", width: 20mm, alt: "查验地址 " + p.verifyUrl) #v(-2.4mm) #align(center, text(size: 7pt, fill: soft)[扫码查验])])
#v(1mm)

#let cell(value, size: 7.4pt) = if value.match(regex("^[0-9a-f-]{32,}$")) != none { mono(value, size: size) } else { value }
#let fields(rows) = table(columns: (34mm, 1fr), inset: (x: 2.4mm, y: 1.9mm), stroke: (x, y) => (top: if y == 0 { 0.8pt + ink } else { rule }, bottom: 0.8pt + ink),
  ..rows.map(((label, value)) => (text(fill: soft, label), cell(value))).flatten())
#let widths = (w) => if w.ends-with("fr") { float(w.slice(0, -2)) * 1fr } else { float(w.slice(0, -2)) * 1mm }
#let listing(b) = {
  set text(size: 9pt)
  set par(justify: false, leading: 0.6em)
  table(columns: b.columns.map(c => widths(c.width)), inset: (x: 1.8mm, y: 1.7mm),
    align: (x, y) => if b.columns.at(x).at("right", default: false) { right + horizon } else { left + horizon },
    fill: (x, y) => if y == 0 { rgb("#eef2f5") }, stroke: (x, y) => (top: if y == 0 { 0.8pt + ink } else { rule }, bottom: if y == 0 { rule } else { 0.8pt + ink }),
    table.header(..b.columns.map(c => text(weight: "bold", c.zh))),
    ..b.rows.flatten().map(value => cell(value, size: 6.4pt)), ..if b.rows.len() == 0 { (table.cell(colspan: b.columns.len(), text(fill: soft)[无]),) })
}
#for b in p.blocks {
  if b.at("heading", default: none) != none { heading(level: 2, b.heading) } else { v(1.5mm) }
  if b.type == "fields" { fields(b.rows) } else if b.type == "table" { listing(b) } else { for line in b.paragraphs { par(line) } }
}

#v(5mm)
#block(breakable: false, width: 100%, align(right)[#p.issuer#if sys.inputs.sealed == "yes" [（电子签章）] \\ #text(fill: soft)[#sys.inputs.when]])

#if p.evidence.len() > 0 {
  heading(level: 2, "存证")
  set text(size: 8pt)
  table(columns: (1fr, 34mm, 90mm), inset: (x: 1.6mm, y: 1.4mm), align: left + horizon, stroke: (x, y) => (top: if y == 0 { 0.8pt + ink } else { rule }, bottom: if y == 0 { rule } else { 0.8pt + ink }),
    fill: (x, y) => if y == 0 { rgb("#eef2f5") },
    table.header(text(weight: "bold")[事项], text(weight: "bold")[时间], text(weight: "bold")[存证编号 / 存证摘要（SHA-256）]),
    ..p.evidence.map(e => (e.zh, e.at, [#mono(e.leafId) \\ #mono(e.hash, size: 6pt)])).flatten())
  set text(size: 8pt, fill: soft)
  [账本 #mono(p.origin) \\ 每一事项均有当事人签名并记入平台见证账本，任何人可以不依赖本平台核对。查验：#mono(p.verifyUrl)]
}
`;
