import { chartStyle } from './chart-style.ts'
import { variables } from './palette.ts'

/** The style of the page: one text column, light and dark by preference, quiet on paper. */
export const style = `
:root { color-scheme: light dark; ${variables('light')} }
@media (prefers-color-scheme: dark) { :root { ${variables('dark')} } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink);
  font: 16px/1.55 Charter, "Bitstream Charter", "Iowan Old Style", Georgia, serif; }
main, header, footer { max-width: 62rem; margin: 0 auto; padding: 0 1.5rem; }
header { padding-top: 3rem; }
h1 { font-size: 2rem; line-height: 1.2; font-weight: 600; margin: 0.2rem 0 0.6rem; }
h2 { font-size: 1.25rem; font-weight: 600; margin: 0 0 0.9rem; }
h3 { font-size: 1rem; font-weight: 600; margin: 1.2rem 0 0.4rem; }
section { border-top: 1px solid var(--line); padding: 1.6rem 0 1.9rem; }
p { margin: 0.5rem 0; max-width: 46rem; overflow-wrap: anywhere; }
a { color: var(--accent); text-underline-offset: 0.15em; }
.kicker, .small, table, dl, svg, details, nav, figcaption, .legend, .plan, pre, footer {
  font-family: system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
.kicker, .small, figcaption, footer { color: var(--soft); font-size: 0.83rem; line-height: 1.5; }
.lead { font-size: 1.08rem; }
nav { font-size: 0.83rem; display: flex; flex-wrap: wrap; gap: 0.2rem 1.1rem;
  margin: 1.2rem 0 1.6rem; }
.badge { display: inline-block; padding: 0.05rem 0.6rem; border-radius: 1rem; font-size: 0.8rem;
  border: 1px solid currentColor; font-weight: 600; text-decoration: none; white-space: nowrap; }
.badge.clean, .clean .verdict { color: var(--good); }
.badge.unclean, .unclean .verdict, .doubt strong { color: var(--bad); }
.doubt { border-left: 3px solid var(--bad); padding-left: 0.8rem; }
code, pre { font-family: ui-monospace, "SF Mono", Menlo, Consolas, "Liberation Mono", monospace;
  font-size: 0.82em; overflow-wrap: anywhere; }
pre { background: var(--panel); padding: 0.8rem 1rem; border-radius: 4px; white-space: pre-wrap; }
.wide { overflow-x: auto; margin-bottom: 0.9rem; }
table { border-collapse: collapse; font-size: 0.85rem; font-variant-numeric: tabular-nums; }
th, td { text-align: left; padding: 0.28rem 1.1rem 0.28rem 0; vertical-align: middle;
  font-weight: 400; }
thead th { color: var(--soft); font-size: 0.78rem; border-bottom: 1px solid var(--line); }
tbody tr + tr > * { border-top: 1px solid var(--line); }
.number { text-align: right; white-space: nowrap; }
.headline { width: 100%; }
.headline tbody th { font-size: 0.95rem; font-weight: 600; }
.headline .big { font-size: 1.7rem; line-height: 1.3; letter-spacing: -0.01em; }
.headline .strip { width: 260px; } .strip svg { min-width: 150px; }
.pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 25rem), 1fr));
  gap: 1.6rem 2rem; align-items: start; }
.three { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 17rem), 1fr));
  gap: 1.6rem 1.5rem; align-items: start; }
figure { margin: 0; min-width: 0; break-inside: avoid; }
section > figure + figure { margin-top: 1.8rem; }
figcaption { margin-bottom: 0.4rem; color: var(--ink); font-weight: 600; }
svg { display: block; max-width: 100%; height: auto; overflow: visible; }
${chartStyle}
.legend { list-style: none; padding: 0; margin: 0.4rem 0; display: flex; flex-wrap: wrap;
  gap: 0.15rem 1.1rem; font-size: 0.83rem; }
.key { display: inline-block; width: 1.1rem; height: 0;
  border-top: 3px solid var(--key, var(--accent));
  vertical-align: middle; margin-right: 0.3rem; }
.key.series-4, .key.series-5, .key.series-6, .key.series-7 { border-top-style: dashed; }
.dot-key { width: 0.6rem; height: 0.6rem; border: 0; border-radius: 50%;
  background: var(--accent); }
.rug-key { width: 0; height: 0.8rem; border: 0; border-left: 1px solid var(--soft); }
.chance-key { width: 0; height: 0.8rem; border: 0; border-left: 2px dashed var(--chance); }
details { margin-top: 0.5rem; font-size: 0.83rem; }
summary { cursor: pointer; color: var(--soft); }
details[open] summary { margin-bottom: 0.4rem; }
.card { border-left: 3px solid var(--line); padding-left: 1.1rem; margin-top: 1rem;
  font-size: 1rem; }
.card summary { color: var(--ink); font-size: 0.95rem; } .card summary span { color: var(--soft); }
.card p, .card li { font-size: 0.88rem; } .card h3 { font-size: 0.85rem; }
.card ul { margin: 0.2rem 0 0.6rem; padding-left: 1.1rem; max-width: 46rem; }
dl { margin: 0; font-size: 0.88rem; }
dl > div { display: grid; grid-template-columns: 9rem 1fr; padding: 0.25rem 0; gap: 1rem; }
dl > div + div { border-top: 1px solid var(--line); }
dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; min-width: 0; }
.certificate { border-left: 4px solid var(--good); padding: 0.1rem 0 0.1rem 1.1rem; }
.certificate.unclean { border-color: var(--bad); }
.certificate ul { margin: 0.3rem 0; padding-left: 1.1rem; max-width: 46rem; }
.verdict { font-size: 1.2rem; font-weight: 600; }
.plan { font-size: 0.88rem; }
.scope { border-left: 3px solid var(--accent); padding: 0.2rem 0 0.6rem 1.1rem;
  margin-left: 0.2rem; }
.scope.subject { border-color: var(--subject); } .scope.fold { border-color: var(--fold); }
.scope h3 { font-size: 0.8rem; margin: 0; color: var(--accent); padding-top: 0.3rem; }
.scope.subject h3 { color: var(--subject); } .scope.fold h3 { color: var(--fold); }
.plan ol { list-style: none; margin: 0; padding: 0; }
.plan li { display: grid; grid-template-columns: minmax(0, 1fr) 9.5rem 10.5rem; gap: 1rem;
  align-items: center; padding: 0.35rem 0; break-inside: avoid; }
.plan li + li { border-top: 1px solid var(--line); }
.what code { color: var(--soft); margin-left: 0.4rem; } .what .small { display: block; }
.runs { color: var(--soft); text-align: right; }
.took { display: flex; align-items: center; gap: 0.6rem; font-variant-numeric: tabular-nums; }
.meter { display: inline-block; width: 5rem; height: 0.4rem; background: var(--panel);
  border-radius: 3px; } .meter span { display: block; height: 100%; min-width: 1px;
  background: var(--accent); border-radius: 3px; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
footer { padding: 1.2rem 1.5rem 3rem; border-top: 1px solid var(--line); }
@media (max-width: 40rem) { figure { overflow-x: auto; } svg.broad { max-width: none; }
  .plan li { grid-template-columns: 1fr; gap: 0.1rem; }
  .runs { text-align: left; } dl > div { grid-template-columns: 1fr; gap: 0; } }
@page { margin: 14mm 12mm; }
@media print { :root { color-scheme: light; ${variables('light')} --paper: #fff; --ink: #111;
  --soft: #555; --line: #ddd; --panel: #f3f3f3; }
  body { font-size: 10pt; } main, header, footer { padding-left: 0; padding-right: 0; }
  header { padding-top: 0; } footer { break-before: avoid; padding-bottom: 0; }
  nav { display: none; } section { padding: 1rem 0; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  #answers { break-inside: avoid; } details { display: none; } details.card { display: block; }
  h2, h3 { break-after: avoid; }
  .wide { overflow: visible; } th, td { padding-right: 0.7rem; }
  .headline { font-size: 9pt; } .headline .big { font-size: 1.3rem; }
  .headline .strip { width: 190px; } .strip svg { min-width: 110px; }
  .three { grid-template-columns: repeat(3, 1fr); } .pair { grid-template-columns: 1fr 1fr; }
  .certificate, .scope li, dl > div, tr { break-inside: avoid; } }
`
