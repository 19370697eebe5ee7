/** Of the owner's page. Its hash is in the page's content security policy, so it holds nothing that changes from owner to owner. */
export const STYLE = `
:root { color-scheme: light dark; --ground: #f2f4f7; --surface: #fff; --text: #1b2330; --muted: #535e6b; --line: #dfe3e9; --accent: #244db4 }
@media (prefers-color-scheme: dark) { :root { --ground: #0f1318; --surface: #161b22; --text: #e3e8ee; --muted: #9aa6b5; --line: #2b333d; --accent: #5795fa } }
* { box-sizing: border-box }
body { font: 16px/1.5 system-ui, sans-serif; margin: 0; background: var(--ground); color: var(--text) }
main { display: flex; flex-direction: column; gap: 1.25rem; max-width: 56rem; margin: 0 auto; padding: 1.25rem 1rem 4rem }
h1 { font-size: 1.6rem; line-height: 1.3; margin: 0 } h2 { font-size: 1.1rem; margin: 0 0 .5rem } p, dl, dd { margin: 0 } ul { margin: 0; padding: 0; list-style: none }
.manager, dt { color: var(--muted) } a { color: var(--accent); font-weight: 600 } :focus-visible { outline: 2px solid var(--accent); outline-offset: 2px }
.card { padding: .8rem 1rem; border: 1px solid var(--line); border-radius: 10px; background: var(--surface); overflow-wrap: anywhere }
.statements { display: flex; flex-direction: column; gap: .6rem }
.statements .card { display: flex; flex-direction: column; gap: .5rem } .period { font-weight: 600 }
.statements a { display: inline-flex; align-items: center; min-height: 2.5rem }
dl { display: flex; flex-direction: column; gap: .15rem; font-variant-numeric: tabular-nums } dl > div { display: flex; justify-content: space-between; gap: 1rem } dd { white-space: nowrap }
@media (min-width: 48rem) {
  .statements .card { display: grid; grid-template-columns: 14rem 1fr 9rem; align-items: center; gap: 1rem } .statements a { justify-content: flex-end; min-height: 0; text-align: right }
  dl { display: grid; grid-template-columns: repeat(3, 1fr); gap: 1rem } dl > div { flex-direction: column; gap: 0; align-items: flex-end } dt { font-size: .85rem }
}
`;
