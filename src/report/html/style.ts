/** The report's one stylesheet: calm, readable on paper, light and dark. */
export const STYLE = `
:root { color-scheme: light dark; --ink: #1f2328; --soft: #59636e; --line: #d8dee4; --page: #fff; --panel: #f6f8fa;
  --bad: #b3261e; --good: #1a7f37; --odd: #8a6100; --c1: #0b84a5; --c2: #3b5bdb; --c3: #a33ea1; --c4: #c2410c; --c5: #2b8a3e; --c6: #7a5c00; --bar: #6f9bd1 }
@media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --soft: #9198a1; --line: #30363d; --page: #0d1117; --panel: #151b23;
  --bad: #ff8b82; --good: #56d364; --odd: #e3b341; --c1: #56c7e3; --c2: #8ba7ff; --c3: #e08be0; --c4: #ff9d66; --c5: #7ee787; --c6: #e3c25f; --bar: #4a76ad } }
* { box-sizing: border-box }
body { margin: 0 auto; padding: 32px 24px 64px; max-width: 1080px; background: var(--page); color: var(--ink); font: 15px/1.5 system-ui, -apple-system, "Segoe UI", sans-serif }
h1 { font-size: 26px; line-height: 1.25; margin: 0 0 4px }
h2 { font-size: 18px; margin: 40px 0 12px }
p { margin: 8px 0; max-width: 75ch }
code { font: 13px/1.4 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; overflow-wrap: anywhere }
.soft, figcaption, th { color: var(--soft) }
.verdict { border-left: 5px solid var(--soft); padding: 4px 0 4px 18px; margin: 20px 0 }
.verdict.pass { border-color: var(--good) } .verdict.regression, .verdict.invalid { border-color: var(--bad) } .verdict.warn, .verdict.inconclusive { border-color: var(--odd) }
.verdict p:first-child { font-size: 19px; font-weight: 600 }
.wide { overflow-x: auto }
table { border-collapse: collapse; min-width: min(100%, 560px); font-variant-numeric: tabular-nums }
th, td { text-align: left; padding: 7px 28px 7px 0; border-bottom: 1px solid var(--line); vertical-align: top }
th { font-weight: 500; font-size: 13px; white-space: nowrap }
td.n, th.n { text-align: right; white-space: nowrap }
td.s { white-space: nowrap }
.bad { color: var(--bad); font-weight: 600 } .good { color: var(--good) } .odd { color: var(--odd) }
figure { margin: 0 0 20px; padding: 14px 16px 8px; background: var(--panel); border-radius: 8px }
figcaption { font-size: 14px; margin-bottom: 6px; display: flex; justify-content: space-between; gap: 16px; flex-wrap: wrap }
.legend span { margin-left: 14px; white-space: nowrap } .legend i { display: inline-block; width: 14px; height: 3px; margin-right: 6px; vertical-align: middle; background: currentColor }
svg { display: block; width: 100%; height: auto } svg.small { width: 160px; height: 24px }
svg.interval { width: 220px; height: 24px; color: var(--soft) } svg.interval.bad { color: var(--bad) } svg.interval.odd { color: var(--odd) } svg.interval.good { color: var(--good) }
.dot { fill: var(--soft) } .dot.bad { fill: var(--bad) } .dot.good { fill: var(--good) } svg text.now { fill: var(--ink); font-weight: 600 }
.interval .span { stroke: currentColor; stroke-width: 2.5 } .interval circle { fill: currentColor }
svg text { font: 12px system-ui, sans-serif; fill: var(--soft) }
.grid { stroke: var(--line); stroke-width: 1 } .mark { stroke: var(--ink); stroke-width: 1; stroke-dasharray: 3 3 }
.line { fill: none; stroke: currentColor; stroke-width: 1.8; stroke-linejoin: round } .bar { fill: var(--bar) }
.bound { stroke: var(--bad); stroke-width: 1.2; stroke-dasharray: 2 4 } svg text.bad { fill: var(--bad) } .line.dashed { stroke-dasharray: 7 5 }
.ramp { fill: var(--ink); fill-opacity: .04 }
.hit { fill: transparent } .hit:hover { fill: var(--ink); fill-opacity: .08 }
.c1 { color: var(--c1) } .c2 { color: var(--c2) } .c3 { color: var(--c3) } .c4 { color: var(--c4) } .c5 { color: var(--c5) } .c6 { color: var(--c6) }
pre { background: var(--panel); padding: 12px 16px; border-radius: 8px; overflow-x: auto; font: 12.5px/1.5 ui-monospace, Menlo, Consolas, monospace }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 4px 20px; margin: 0 } dt { color: var(--soft) } dd { margin: 0; overflow-wrap: anywhere }
figure + p { margin: -12px 0 24px; font-size: 13px }
.none { color: var(--soft); padding: 12px 0 }
a { color: var(--c2) }
@media print { body { padding: 0 } figure { break-inside: avoid } }
`
