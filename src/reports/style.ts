/** The style of the page: one text column, light and dark by preference, quiet on paper. */
export const style = `
:root { color-scheme: light dark; --paper: #fcfbf8; --ink: #22252a; --soft: #666c75;
  --line: #e4e1d9; --panel: #f4f2ec; --accent: #2b65a8; --on-accent: #ffffff;
  --chance: #b35806; --good: #2a7449; --bad: #b3362c; --fold: #7a4fa3; --subject: #b35806;
  --s0: #0072b2; --s1: #d55e00; --s2: #009e73; --s3: #a5447f; --s4: #7b6600; --s5: #3d9bd0;
  --s6: #b07d00; --s7: #22252a; }
@media (prefers-color-scheme: dark) { :root { --paper: #17191c; --ink: #e4e3df; --soft: #9aa0a8;
  --line: #31353b; --panel: #1f2226; --accent: #7db2ec; --on-accent: #10151b; --chance: #eda55d;
  --good: #74c195; --bad: #ef8b80; --fold: #c2a0e4; --subject: #eda55d; --s0: #56b4e9;
  --s1: #e98a4b; --s2: #35c79c; --s3: #dc8cbb; --s4: #f0e442; --s5: #8fd0f5; --s6: #e6b33c;
  --s7: #e4e3df; } }
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
figcaption { margin-bottom: 0.4rem; color: var(--ink); font-weight: 600; }
svg { display: block; max-width: 100%; height: auto; overflow: visible; }
svg { font-size: 11px; }
svg text { fill: var(--ink); font-variant-numeric: tabular-nums; }
.axis line { stroke: var(--line); }
.axis text, svg .axis-name { fill: var(--soft); }
.base { stroke: var(--line); stroke-width: 2; }
.rug { stroke: var(--ink); stroke-opacity: 0.28; }
.interval { stroke: var(--accent); stroke-width: 3; stroke-linecap: round; }
.mean, .dot { fill: var(--accent); stroke: var(--paper); stroke-width: 1; }
.whisker { stroke: var(--accent); stroke-opacity: 0.45; stroke-width: 1.5; }
.chance { stroke: var(--chance); stroke-width: 1.3; stroke-dasharray: 3 3; }
.mean-line { stroke: var(--accent); stroke-width: 1.3; }
svg .chance-text { fill: var(--chance); }
svg .mean-line-text { fill: var(--accent); font-weight: 600; }
.cell { fill: var(--accent); }
.on-dark text { fill: var(--on-accent); }
.band { fill: var(--accent); fill-opacity: 0.16; }
.curve { fill: none; stroke: var(--accent); stroke-width: 2.2; }
.faint-curve { fill: none; stroke: var(--accent); stroke-opacity: 0.2; }
.spot { fill: var(--accent); fill-opacity: 0.35; }
.bar { fill: var(--accent); fill-opacity: 0.75; }
svg .value { fill: var(--soft); }
.series-0 { stroke: var(--s0); --key: var(--s0); } .series-1 { stroke: var(--s1);
  --key: var(--s1); }
.series-2 { stroke: var(--s2); --key: var(--s2); } .series-3 { stroke: var(--s3);
  --key: var(--s3); }
.series-4 { stroke: var(--s4); --key: var(--s4); } .series-5 { stroke: var(--s5);
  --key: var(--s5); }
.series-6 { stroke: var(--s6); --key: var(--s6); } .series-7 { stroke: var(--s7);
  --key: var(--s7); }
.series-4, .series-5, .series-6, .series-7 { stroke-dasharray: 6 3; }
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
@media (max-width: 40rem) { .plan li { grid-template-columns: 1fr; gap: 0.1rem; }
  .runs { text-align: left; } dl > div { grid-template-columns: 1fr; gap: 0; } }
@media print { :root { color-scheme: light; --paper: #fff; --ink: #111; --soft: #555;
  --line: #ddd; --panel: #f3f3f3; --accent: #2b65a8; --on-accent: #fff; --chance: #b35806; }
  body { font-size: 10pt; } nav { display: none; } section { padding: 1rem 0; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  #answers { break-inside: avoid; } details { display: none; } h2, h3 { break-after: avoid; }
  .wide { overflow: visible; }
  .three { grid-template-columns: repeat(3, 1fr); } .pair { grid-template-columns: 1fr 1fr; }
  .certificate, .scope li, dl > div, tr { break-inside: avoid; } }
`
