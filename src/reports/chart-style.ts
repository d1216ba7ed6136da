/**
 * The style of what stands in charts, in colours by name: part of the page's style, and with the
 * colours of one theme put in that of a picture by itself.
 */
export const chartStyle = `
svg { font-size: 11px; }
svg text { fill: var(--ink); font-variant-numeric: tabular-nums; }
.axis line { stroke: var(--line); }
.axis text, svg .axis-name { fill: var(--soft); }
.base { stroke: var(--line); stroke-width: 2; }
.rug { stroke: var(--ink); stroke-opacity: 0.28; }
.interval { stroke: var(--accent); stroke-width: 3; stroke-linecap: round; }
.mean, .dot { fill: var(--accent); stroke: var(--paper); stroke-width: 1; }
.open-dot { fill: var(--paper); stroke: var(--accent); stroke-width: 2; }
.whisker { stroke: var(--accent); stroke-opacity: 0.45; stroke-width: 1.5; }
.chance { stroke: var(--chance); stroke-width: 1.3; stroke-dasharray: 3 3; }
.mean-line { stroke: var(--accent); stroke-width: 1.3; }
svg .chance-text { fill: var(--chance); }
svg .mean-line-text { fill: var(--accent); font-weight: 600; }
svg .panel-name { font-weight: 600; }
.cell { fill: var(--cell); }
.band { fill: var(--accent); fill-opacity: 0.16; }
.curve { fill: none; stroke: var(--accent); stroke-width: 2.2; }
.faint-curve { fill: none; stroke: var(--accent); stroke-opacity: 0.2; }
.thin-curve { fill: none; stroke: var(--accent); stroke-width: 1.2; }
.base-line { stroke: var(--line); }
.removed { fill: none; stroke: var(--bad); stroke-width: 1.5; }
svg .removed-text { fill: var(--bad); font-weight: 600; }
.spot { fill: var(--accent); fill-opacity: 0.35; }
.bar { fill: var(--accent); fill-opacity: 0.75; }
.paper { fill: var(--paper); }
.outline { fill: none; stroke: var(--ink); stroke-opacity: 0.75; stroke-width: 1.4; }
.edge { fill: none; stroke: var(--ink); stroke-opacity: 0.6; stroke-width: 0.8; }
.electrodes { fill: none; stroke: #22252a; stroke-opacity: 0.6; stroke-width: 2.6;
  stroke-linecap: round; }
.level { fill: none; stroke: #22252a; stroke-opacity: 0.3; stroke-width: 0.6; }
.raster { shape-rendering: crispEdges; }
.frame { fill: none; stroke: var(--line); }
.moment { stroke: var(--soft); stroke-dasharray: 2 2; }
svg .value { fill: var(--soft); }
${Array.from({ length: 8 }, (_, i) => seriesStyle(i)).join('\n')}
.series-4, .series-5, .series-6, .series-7 { stroke-dasharray: 6 3; }
.scope-recording { fill: var(--accent); } .scope-subject { fill: var(--subject); }
.scope-fold { fill: var(--fold); }
.step { fill-opacity: 0.13; } .stored { fill-opacity: 0.8; }
.arrow { fill: none; stroke: var(--soft); stroke-width: 1.2; }
.points { fill: none; stroke-width: 4.2; stroke-linecap: round; stroke-opacity: 0.55; }
svg .points { stroke-dasharray: none; }
`

function seriesStyle(i: number): string {
  const colour = `var(--s${i})`
  return `.series-${i} { stroke: ${colour}; --key: ${colour}; } .fill-${i} { fill: ${colour}; }`
}
