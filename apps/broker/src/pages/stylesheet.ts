/** One block for every page: the product's colours as variables, so that the system's theme switches them without a script. */
export const stylesheet = `
:root{color-scheme:light dark;--sans:-apple-system,BlinkMacSystemFont,"Segoe UI","PingFang SC","Hiragino Sans GB","Microsoft YaHei","Noto Sans CJK SC","Noto Sans SC","Helvetica Neue",Arial,sans-serif;
--code:ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace;
--layout:#F3F4F7;--page:#FFF;--line:#E4E7EB;--border:#7F8894;
--text:#181C1F;--quiet:rgba(24,28,31,.72);--link:#0B57E0;--link-hover:#083FA3;--focus:#4A86F7;
--primary:#0B57E0;--primary-hover:#0A4CC4;--primary-active:#083FA3;
--done:#1A8F52;--notice:#B86E0B;--ended:#5B6470;--paused:#1B87A8;--failed:#C4320A}
@media(prefers-color-scheme:dark){:root{
--layout:#0F1011;--page:#18191A;--line:#303336;--border:#70757D;
--text:#E8EAED;--quiet:rgba(255,255,255,.72);--link:#78A6F5;--link-hover:#9CC0FF;--focus:#6FA0F7;
--primary:#2B67E0;--primary-hover:#2F6FE8;--primary-active:#2456BF;
--done:#5FD38D;--notice:#F5B454;--ended:#9AA1AB;--paused:#67C3E0;--failed:#FF8F66}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--page);color:var(--text);overflow-wrap:anywhere;
font:16px/28px var(--sans)}
.column{max-width:480px;min-height:100vh;min-height:100svh;margin:0 auto;padding:12px 24px 24px;display:flex;flex-direction:column}
header,footer{color:var(--quiet);font-size:14px;line-height:22px}
header{display:flex;justify-content:flex-end}
header ul{display:flex;margin:0 -12px;padding:0;list-style:none}
header a,header span{display:flex;align-items:center;justify-content:center;min-width:44px;height:44px;padding:0 12px}
header span{font-weight:600;color:var(--text)}
main{flex:1;padding:24px 0 32px}
.icon{display:block;width:48px;height:48px;margin:0 0 16px -2px;fill:none;stroke:var(--mark);stroke-width:1.6;stroke-linecap:round;stroke-linejoin:round}
h1{margin:0 0 8px;font-size:24px;line-height:34px;font-weight:600;text-wrap:balance}
p{margin:0 0 8px;text-wrap:pretty;text-spacing-trim:trim-start}
.apart{margin-top:24px}
.points{margin:8px 0 16px;padding:4px 16px;list-style:none;border:1px solid var(--line);border-radius:12px}
.points li{padding:10px 0}
.points li+li{border-top:1px solid var(--line)}
.points.missing{border-style:dashed;border-color:var(--border)}
a{color:var(--link);text-underline-offset:3px}
a:hover{color:var(--link-hover)}
.advice{margin-top:16px;padding:8px 16px;border:1px solid var(--line);border-radius:12px;color:var(--quiet);font-size:14px;line-height:22px}
.advice p{margin:4px 0}
.advice code{color:var(--text);font:13px/22px var(--code)}
.actions{display:grid;gap:12px;margin-top:24px}
.button{display:flex;align-items:center;justify-content:center;width:100%;min-height:48px;padding:9px 16px;border:1px solid var(--border);border-radius:12px;
background:var(--page);color:var(--text);font:inherit;font-weight:500;text-align:center;text-decoration:none;cursor:pointer}
.button:hover{color:var(--link);border-color:var(--link)}
.button.primary{border-color:var(--primary);background:var(--primary);color:#FFF}
.button.primary:hover{border-color:var(--primary-hover);background:var(--primary-hover)}
.button.primary:active{border-color:var(--primary-active);background:var(--primary-active)}
:focus-visible{outline:2px solid var(--focus);outline-offset:2px}
footer{padding-top:16px;border-top:1px solid var(--line)}
footer p{margin:0}
footer p a{display:inline-block;padding:3px 0}
.reference{margin:16px 0 0;padding:10px 16px;border:1px solid var(--line);border-radius:12px;color:var(--quiet)}
.reference span{padding-left:8px;color:var(--text);font:600 18px/28px var(--code);user-select:all}
dl{display:grid;grid-template-columns:auto 1fr;gap:0 12px;margin:8px 0 0}
dt{line-height:32px}
dd{display:flex;flex-wrap:wrap;align-items:center;column-gap:4px;min-width:0;min-height:32px;margin:0;color:var(--text);
font:13px/22px var(--code)}
dd span{user-select:all}
.copy{min-width:44px;min-height:44px;margin:-6px 0;padding:0 8px;border:0;background:none;color:var(--link);font:14px/22px var(--sans);cursor:pointer}
.copy:hover{color:var(--link-hover)}
[hidden]{display:none}
@media(min-width:528px){
body{background:var(--layout)}
.column{min-height:0;margin:8vh auto;border:1px solid var(--line);border-radius:12px;background:var(--page)}}
@media(forced-colors:active){.icon{stroke:CanvasText}}
@media print{header,.actions{display:none}}
`;
