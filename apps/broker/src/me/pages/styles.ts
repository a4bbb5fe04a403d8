/** Rules of these pages on top of everybody's: cards, states, rows, and the button that ends something. */
export const styles = `
:root{--mark:var(--ended);--ends:#C4320A;--ends-hover:#A82A08;--ends-text:#B42D09;--on-ends:#FFF;
--active:#0B6B39;--active-tint:#E4F6EB;--needs:#8A4B00;--needs-tint:#FFF1DC;--suspended:#0A5F7A;--suspended-tint:#E2F2F7;
--revoked:#3B424B;--revoked-tint:#E4E7EB;--expired:#59626E;--expired-tint:#F3F4F7;--expired-line:#858E9A}
@media(prefers-color-scheme:dark){:root{--ends:#FF8F66;--ends-hover:#FFA683;--ends-text:#FF8F66;--on-ends:#2B0F04;
--active:#5FD38D;--active-tint:#0F2A1A;--needs:#F5B454;--needs-tint:#33230B;--suspended:#67C3E0;--suspended-tint:#0E2A35;
--revoked:#D3D7DD;--revoked-tint:#34383D;--expired:#A7AEB8;--expired-tint:#232528;--expired-line:#6B7079}}
h2{margin:0;font-size:18px;line-height:28px;font-weight:600}
.section{margin:32px 0 8px}
.who{margin-bottom:16px;color:var(--quiet)}
.aside{color:var(--quiet);font-size:14px;line-height:22px}
.card{margin:16px 0 0;padding:16px;border:1px solid var(--line);border-radius:12px}
.card-head,.split{display:flex;flex-wrap:wrap;align-items:baseline;justify-content:space-between;gap:0 12px}
.state{display:inline-flex;align-items:center;gap:4px;padding:1px 8px 1px 6px;border:1px solid transparent;border-radius:6px;font-size:14px;line-height:22px}
.state .icon{width:16px;height:16px;margin:0;stroke:currentColor;stroke-width:2}
.state.active{color:var(--active);background:var(--active-tint)}
.state.needs_consent{color:var(--needs);background:var(--needs-tint)}
.state.suspended{color:var(--suspended);background:var(--suspended-tint)}
.state.revoked{color:var(--revoked);background:var(--revoked-tint)}
.state.expired{color:var(--expired);background:var(--expired-tint);border:1px dashed var(--expired-line)}
.grants{margin:8px 0;padding-left:20px}
.card .button{margin-top:12px}
.pair{display:grid;grid-template-columns:1fr 1fr;gap:12px}
.button.ends{border-color:var(--ends);color:var(--ends-text)}
.button.ends:hover{border-color:var(--ends-hover)}
.button.ends.solid{background:var(--ends);color:var(--on-ends)}
.button.ends.solid:hover{background:var(--ends-hover)}
.rows{margin:0;padding:0;list-style:none}
.rows li{padding:12px 0;border-top:1px solid var(--line)}
.rows li:first-child{border-top:0}
.rows p{margin:0}
.rows.boxed{padding:0 16px;border:1px solid var(--line);border-radius:12px}
.pages{display:flex;justify-content:space-between;gap:12px;padding-top:12px;border-top:1px solid var(--line)}
.pages a{padding:8px 0}
.pages .older{margin-left:auto}
.signed-in{display:flex;flex-wrap:wrap;align-items:center;justify-content:space-between;gap:0 12px}
.quiet{min-height:44px;padding:0 8px;margin:0 -8px;border:0;background:none;color:var(--link);font:14px/22px var(--sans);text-decoration:underline;text-underline-offset:3px;cursor:pointer}
.quiet:hover{color:var(--link-hover)}
@media(forced-colors:active){.state{border:1px solid}}
`;
