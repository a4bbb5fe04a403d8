import type { ConsentPageModel } from './consent-page.model.js';

const addresses = ['returnUrl', 'retryUrl', 'switchAccountUrl', 'redirectUrl', 'myGrantsUrl'] as const;

/** Addresses were checked before they got here; a `javascript:` one that slipped through must still not become a link. */
export function withWebAddresses(model: ConsentPageModel): ConsentPageModel {
  const checked = { ...model };
  for (const name of addresses) {
    if (!isWebAddress(checked[name])) delete checked[name];
  }
  if (!isWebAddress(model.languageUrl?.zh) || !isWebAddress(model.languageUrl?.en)) delete checked.languageUrl;
  return checked;
}

/** Absolute http(s), a path on this origin, or a query; `//host` and `/\host` are other origins in disguise. */
function isWebAddress(url: string | undefined): boolean {
  return url !== undefined && /^(https?:\/\/|\/(?![/\\])|\?)/i.test(url);
}
