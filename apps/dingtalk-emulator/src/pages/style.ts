/** The look of every page: tokens first, light and dark, then what is built from them. */
export const style = `
:root { color-scheme: light dark; --primary: #0B57E0; --primary-hover: #0A4CC4; --primary-tint: #E6EFFF; --focus: #4A86F7; --link: #0B57E0;
  --link-hover: #083FA3; --ok: #0B6B39; --ok-tint: #E4F6EB; --warn: #8A4B00; --warn-tint: #FFF1DC; --warn-line: #F0C98C;
  --end: #B42D09; --end-line: #C4320A; --end-tint: #FFEDE3; --text: #181C1F; --second: rgba(24,28,31,.72); --third: rgba(24,28,31,.66);
  --page: #F3F4F7; --card: #FFFFFF; --control: #7F8894; --line: #E4E7EB; }
@media (prefers-color-scheme: dark) { :root { --primary: #2B67E0; --primary-hover: #2F6FE8; --primary-tint: #13233F; --focus: #6FA0F7;
  --link: #78A6F5; --link-hover: #9CC0FF; --ok: #5FD38D; --ok-tint: #0F2A1A; --warn: #F5B454; --warn-tint: #33230B; --warn-line: #6B4A16;
  --end: #FF8F66; --end-line: #FF8F66; --end-tint: #381A0C; --text: #E8EAED; --second: rgba(255,255,255,.72); --third: rgba(255,255,255,.62);
  --page: #0F1011; --card: #18191A; --control: #70757D; --line: #303336; } }
*, *::before, *::after { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--text); font: 14px/22px -apple-system, BlinkMacSystemFont, "Segoe UI", "PingFang SC",
  "Hiragino Sans GB", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", "Helvetica Neue", Arial, sans-serif; }
code, .code { font: 13px/20px ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", "Noto Sans Mono CJK SC", monospace; overflow-wrap: anywhere; }
a { color: var(--link); text-underline-offset: 3px; }
a:hover { color: var(--link-hover); }
:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; }
h1 { font-size: 20px; line-height: 28px; font-weight: 600; margin: 0; text-wrap: balance; }
h2 { font-size: 16px; line-height: 24px; font-weight: 600; margin: 0 0 8px; }
p { margin: 0 0 12px; } .card > :last-child, .card > :last-child > :last-child { margin-bottom: 0; }
.card > h1 { margin-bottom: 8px; } .scroll + p { margin-top: 12px; }
.skip { position: absolute; left: -999px; } .skip:focus { left: 8px; top: 8px; background: var(--card); padding: 8px 12px; z-index: 1; }
.band { display: flex; flex-wrap: wrap; gap: 4px 16px; align-items: center; padding: 8px 24px; background: var(--warn-tint); color: var(--warn);
  border-bottom: 1px solid var(--warn-line); font-weight: 600; }
.band a { color: inherit; display: inline-block; min-height: 24px; } .band nav { margin-left: auto; display: flex; gap: 16px; font-weight: 400; }
.band a[aria-current] { text-decoration: none; font-weight: 600; }
main { margin: 0 auto; padding: 24px; } main.wide { max-width: 1120px; }
main.person { max-width: 528px; font-size: 16px; line-height: 28px; padding-top: 48px; }
.person h1 { font-size: 22px; line-height: 32px; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 16px 24px; margin-top: 16px; }
.person .card { border-radius: 12px; padding: 24px; }
.lead { color: var(--second); margin: 4px 0 0; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.quiet { color: var(--third); } .small { font-size: 12px; line-height: 20px; }
.row { display: flex; flex-wrap: wrap; gap: 8px 12px; align-items: center; } 
.row.between { justify-content: space-between; }
button, .button { font: inherit; font-weight: 500; min-height: 32px; padding: 4px 15px; border: 1px solid var(--control); border-radius: 6px;
  background: var(--card); color: var(--text); cursor: pointer; text-decoration: none; white-space: nowrap; display: inline-flex; align-items: center; justify-content: center; }
button:hover { border-color: var(--link); color: var(--link); }
button.primary { background: var(--primary); border-color: var(--primary); color: #FFF; } button.primary:hover { background: var(--primary-hover); color: #FFF; }
button.end { border-color: var(--end-line); color: var(--end); }
button.plain { border: 0; background: none; padding: 0 4px; min-height: 24px; color: var(--link); text-decoration: underline; text-underline-offset: 3px; font-weight: 400; }
.person button { min-height: 48px; border-radius: 12px; padding: 8px 20px; } .person button.plain { min-height: 44px; padding: 0 4px; }
.aside { display: inline-block; min-height: 44px; padding: 8px 0; }
.who { margin-top: 16px; border-top: 1px solid var(--line); padding-top: 8px; }
label + button { width: 100%; margin-top: 8px; }
.pair { display: grid; grid-template-columns: 1fr 1fr; gap: 12px; margin-top: 24px; }
.choices { list-style: none; margin: 16px 0 0; padding: 0; display: grid; gap: 8px; }
.card > .choices:first-child, .card > form:first-child > .choices { margin-top: 0; }
.choices button, .choices .button { width: 100%; white-space: normal; min-height: 64px; justify-content: flex-start; gap: 12px; text-align: left; padding: 8px 16px;
  border-color: var(--control); border-radius: 12px; color: var(--text); font-weight: 400; }
.choices .button:hover { border-color: var(--link); }
.choices strong { display: block; font-weight: 600; } .choices span span { color: var(--third); font-size: 14px; line-height: 20px; display: block; overflow-wrap: anywhere; }
.face { flex: none; width: 40px; height: 40px; border-radius: 50%; background: var(--primary-tint); color: var(--link); display: grid; place-items: center; font-weight: 600; }
.app { flex: none; width: 56px; height: 56px; border-radius: 12px; background: var(--primary); color: #FFF; display: grid; place-items: center; font-size: 24px; font-weight: 600; }
.points { list-style: none; margin: 8px 0 0; padding: 0; border-top: 1px solid var(--line); }
.points li { padding: 8px 0; border-bottom: 1px solid var(--line); } .points code { display: block; color: var(--third); }
details { margin-top: 16px; color: var(--second); font-size: 14px; line-height: 22px; } summary { cursor: pointer; color: var(--link); min-height: 24px; }
details ul { margin: 8px 0 0; padding-left: 20px; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; } th { text-align: left; white-space: nowrap; font-weight: 600; color: var(--second); }
th, td { padding: 8px 12px; border-bottom: 1px solid var(--line); vertical-align: middle; } th:first-child, td:first-child { padding-left: 0; }
td:first-child { min-width: 72px; } tbody tr:last-child > * { border-bottom: 0; } td code { overflow-wrap: normal; white-space: nowrap; }
.curl { display: inline-block; max-width: 136px; overflow: hidden; text-overflow: ellipsis; vertical-align: middle; }
 .number { text-align: right; font-variant-numeric: tabular-nums; } .nowrap { white-space: nowrap; }
label { display: grid; gap: 4px; color: var(--second); } input, select, textarea { font: inherit; color: var(--text); background: var(--card);
  border: 1px solid var(--control); border-radius: 6px; min-height: 32px; padding: 4px 8px; width: 100%; }
textarea { resize: vertical; } textarea.code { font: 13px/20px ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", "Noto Sans Mono CJK SC", monospace; }
blockquote { margin: 0 0 12px; padding-left: 12px; border-left: 3px solid var(--line); color: var(--second); } h3 { font-size: 16px; line-height: 24px; margin: 0 0 8px; }
.said h2 { font-size: 14px; line-height: 22px; } .said p { overflow-wrap: anywhere; } .said + .lead { margin-top: 16px; } .points + p { margin-top: 12px; }
.person input { min-height: 48px; border-radius: 12px; padding: 8px 16px; }
.fields { display: grid; grid-template-columns: repeat(auto-fill, minmax(184px, 1fr)); gap: 12px 16px; align-items: end; margin: 0 0 12px; }
.tag { display: inline-block; font-size: 14px; line-height: 22px; font-weight: 400; border-radius: 4px; padding: 0 8px; background: var(--warn-tint); color: var(--warn); } .tag.off { background: var(--page); color: var(--second); }
.tag.ok { background: var(--ok-tint); color: var(--ok); } .tag.end { background: var(--end-tint); color: var(--end); }
.steps { list-style: none; margin: 0; padding: 0; } form + .row { margin-top: 12px; }
@media (max-width: 560px) { main { padding: 16px; } main.person { padding-top: 16px; } .band { padding: 8px 16px; } .card { padding: 16px; }
  .band nav { margin-left: 0; } .band a { min-height: 32px; padding: 4px 0; } }
`;

/** The only script: copies the text of the element a button names. Without it the text can still be selected. */
export const script = `
for (const button of document.querySelectorAll('[data-copy]')) { button.hidden = false; button.addEventListener('click', async () => {
  await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent); button.textContent = button.dataset.done; }); }
`;
