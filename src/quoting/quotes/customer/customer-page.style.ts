/** Of the customer's page. Its hash is in the page's content security policy, so it holds nothing that changes from quote to quote. */
export const STYLE = `
:root { color-scheme: light dark; --ground: #f2f4f7; --surface: #fff; --text: #1b2330; --muted: #535e6b; --line: #dfe3e9; --control: #7b8794; --accent: #244db4; --on-accent: #fff; --soft: #e8edfa }
@media (prefers-color-scheme: dark) { :root { --ground: #0f1318; --surface: #161b22; --text: #e3e8ee; --muted: #9aa6b5; --line: #2b333d; --control: #75818f; --accent: #5795fa; --on-accent: #0f1318; --soft: #1b2a44 } }
* { box-sizing: border-box }
html { scroll-padding: 1rem 0 5rem }
body { font: 16px/1.5 system-ui, sans-serif; margin: 0; background: var(--ground); color: var(--text) }
main { display: flex; flex-direction: column; gap: 1rem; max-width: 46rem; margin: 0 auto; padding: 1.25rem 1rem 6rem }
form { display: flex; flex-direction: column; gap: 1rem }
h1 { font-size: 1.6rem; line-height: 1.3; margin: 0 } h2 { font-size: 1.05rem; margin: 0; overflow-wrap: anywhere } p { margin: 0 }
.shop, .for, .part-head p, caption, small { color: var(--muted) } .note { white-space: pre-line; overflow-wrap: anywhere }
.state { margin-top: .75rem; padding: .6rem .8rem; border: 1px solid var(--line); border-left: 4px solid var(--accent); border-radius: 6px; background: var(--surface) }
.accepted { border-left-color: #206445 } .declined, .expired, .superseded, .cancelled { border-left-color: #956101 }
.part, .answer, .totals, .next { background: var(--surface); border: 1px solid var(--line); border-radius: 10px; padding: 1rem }
.part { display: flex; flex-direction: column; gap: .75rem }
.part-head { display: flex; gap: .75rem; align-items: center; min-width: 0 } .part-head div { min-width: 0 }
.part-head img { flex: none; border: 1px solid var(--line); border-radius: 6px; background: #fff }
.view { display: flex; flex-direction: column; gap: .5rem } .view:empty { display: none } .view ns-part { display: block; height: min(60vw, 22rem) }
.breaks { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(11rem, 100%), 1fr)); gap: .6rem; min-width: 0; margin: 0; padding: 0; border: 0 }
.breaks legend { padding: 0 0 .4rem; font-weight: 600 }
.break { display: flex; flex-wrap: wrap; justify-content: space-between; gap: .1rem .75rem; align-content: start; padding: .6rem .75rem; border: 1px solid var(--line); border-radius: 8px }
.break small { flex: 1 0 100% } .break b { white-space: nowrap } label.break { cursor: pointer; border-color: var(--control) }
.break:has(:checked), .break.chosen { border-color: var(--accent); background: var(--soft) } .break:has(:focus-visible) { outline: 2px solid var(--accent); outline-offset: 2px }
.pieces { white-space: nowrap } input[type=radio] { width: 1.1rem; height: 1.1rem; vertical-align: -.15rem; accent-color: var(--accent) }
.totals { width: 100%; border-spacing: 0; font-variant-numeric: tabular-nums } caption { text-align: left; font-size: .85rem; padding-bottom: .3rem }
.totals th { text-align: left; font-weight: 400 } .totals td { text-align: right; white-space: nowrap }
[data-row=total] > * { padding-top: .4rem; border-top: 1px solid var(--line); font-size: 1.15rem; font-weight: 700 }
.answer, .next { display: flex; flex-direction: column; gap: .75rem }
.next ul { display: flex; flex-direction: column; gap: .35rem; margin: 0; padding-left: 1.2rem } .next, .ask { overflow-wrap: anywhere }
input:not([type=radio]), textarea { display: block; width: 100%; font: inherit; color: inherit; padding: .55rem .6rem; border: 1px solid var(--control); border-radius: 6px; background: var(--surface) }
.buttons { display: flex; flex-wrap: wrap; gap: .75rem }
button, .button { min-height: 2.75rem; padding: .6rem 1.1rem; border: 1px solid var(--accent); border-radius: 8px; background: var(--accent); color: var(--on-accent); font: inherit; font-weight: 600; text-decoration: none; cursor: pointer }
button.plain { border-color: var(--control); background: transparent; color: inherit } button:disabled { opacity: .55 }
a { color: var(--accent) } :focus-visible { outline: 2px solid var(--accent); outline-offset: 2px }
.bar { position: fixed; inset: auto 0 0; display: flex; align-items: center; justify-content: space-between; gap: 1rem; padding: .6rem 1rem; border-top: 1px solid var(--line); background: var(--surface) }
.bar .button { display: inline-flex; align-items: center }
dialog { max-width: min(28rem, calc(100vw - 2rem)); padding: 1.1rem; border: 1px solid var(--line); border-radius: 10px; background: var(--surface); color: inherit }
dialog[open] { display: flex; flex-direction: column; gap: .75rem } dialog::backdrop { background: rgb(16 24 40 / 50%) } dialog ul { margin: 0; padding-left: 1.2rem; overflow-wrap: anywhere }
#outcome:empty { display: none } #outcome { padding: .6rem .8rem; border-left: 4px solid #9c001f; background: var(--surface) }
@media (min-width: 30rem) { .break b { flex: 1 0 100% } }
@media (min-width: 48rem) { .bar { display: none } main { padding-bottom: 3rem } }
`;
