/** The page's own style: nothing is loaded. */
export const STYLE = `
:root { color-scheme: light; --ink: #1a1c20; --soft: #5a606b; --line: #d9dce1; --paper: #fff; --ground: #f6f7f9; }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 80rem; margin: 0 auto; padding: 1.5rem; }
h1 { font-size: 1.6rem; margin: 0; } h2 { font-size: 1.2rem; margin: 2rem 0 .6rem; } h3 { font-size: 1rem; }
.lead, figcaption, .note { color: var(--soft); } .note { font-size: .9rem; max-width: 60rem; }
.panel { background: var(--paper); border: 1px solid var(--line); border-radius: 8px; padding: 1rem; }
.row { display: flex; flex-wrap: wrap; gap: 1.5rem; align-items: flex-start; }
.beside { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 1.5rem; align-items: start; }
.beside th, .beside td { padding-inline: .4rem; white-space: nowrap; }
@media (max-width: 64rem) { .beside { grid-template-columns: minmax(0, 1fr); } }
.grid { display: grid; grid-template-columns: repeat(auto-fit, minmax(18rem, 1fr)); gap: 1.5rem; }
.wide { overflow-x: auto; } figure { margin: 0; overflow-x: auto; } figcaption { font-size: .9rem; margin-bottom: .4rem; }
table { border-collapse: collapse; font-size: .9rem; }
th, td { padding: .25rem .7rem; text-align: left; border-bottom: 1px solid var(--line); }
thead th { color: var(--soft); font-weight: 500; } tbody th { font-weight: 500; }
td.number { text-align: right; font-variant-numeric: tabular-nums; }
details { margin-top: .8rem; } summary { cursor: pointer; font-weight: 500; }
.kinds { display: flex; flex-wrap: wrap; gap: .4rem; border: 0; padding: 0; margin: 0 0 1rem; }
.kinds legend { color: var(--soft); font-size: .9rem; padding: 0; }
.kinds input { position: absolute; opacity: 0; }
.kinds label { border: 1px solid var(--line); background: var(--paper); border-radius: 999px; padding: .2rem .8rem; cursor: pointer; font-size: .9rem; }
.kinds input:checked + label { background: var(--ink); color: #fff; border-color: var(--ink); }
.kinds input:focus-visible + label { outline: 3px solid #3366a6; outline-offset: 2px; }
.error { margin-bottom: 1rem; content-visibility: auto; contain-intrinsic-size: auto 14rem; }
.error header { display: flex; flex-wrap: wrap; gap: .4rem .8rem; align-items: baseline; margin-bottom: .6rem; font-size: .9rem; }
.kind { background: #fdecea; color: #8c1d18; border-radius: 4px; padding: 0 .4rem; }
.sides { display: grid; grid-template-columns: 1fr 1fr; gap: 1rem; }
@media (max-width: 48rem) { .sides { grid-template-columns: 1fr; } }
.side h3 { margin: 0 0 .3rem; font-size: .85rem; color: var(--soft); font-weight: 500; }
.side blockquote { margin: 0 0 .5rem; white-space: pre-wrap; overflow-wrap: anywhere; }
.side p { margin: .15rem 0; font-size: .9rem; }
.content { background: #dfeafa; } .cue { background: #d3efe7; } .source { background: #fde8cf; }
.key .target { border-radius: 0; } .target { box-shadow: inset 0 -2px #9a4f8f; }
.favor::before { content: "▲ "; } .against::before { content: "▼ "; } .neutral::before { content: "● "; }
.favor { color: #1b6e3c; } .against { color: #a3241c; } .neutral { color: #35507a; }
.wrong { text-decoration: underline wavy #c4372c; text-underline-offset: 3px; }
.key span { padding: 0 .35rem; border-radius: 3px; margin-right: .5rem; }
@media print { .kinds { display: none; } }
`;
