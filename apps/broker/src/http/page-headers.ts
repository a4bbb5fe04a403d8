import type { FastifyInstance } from 'fastify';

/** Addresses that a browser shows, or that pages of ours ask. Callers' calls and the gateway's are no pages, and pay for nothing here. */
const SHOWN = /^\/(admin|docs|openapi\.json|me|consent|sign-in)([/-]|$)/;

/** What an answer says that does not say something else: nobody frames it, nothing is loaded for it, and nothing of the device is its business. */
const defaults: Readonly<Record<string, string>> = {
  'content-security-policy': "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-frame-options': 'DENY',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'permissions-policy':
    'accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), hid=(), magnetometer=(), microphone=(), midi=(), payment=(), serial=(), usb=()',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
};

/** Swagger UI writes styles into its page; scripts are files of ours. */
const SWAGGER_UI = /^\/docs([/-]|$)/;
const swaggerPolicy =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** Register before the routes. */
export function protectPages(fastify: FastifyInstance): void {
  fastify.addHook('onRoute', (route) => {
    if (!SHOWN.test(route.url)) return;
    const headers = SWAGGER_UI.test(route.url) ? { ...defaults, 'content-security-policy': swaggerPolicy } : defaults;
    const others = [route.onSend ?? []].flat();
    route.onSend = [
      ...others,
      (_request, reply, payload, done) => {
        for (const [name, value] of Object.entries(headers)) {
          if (!reply.hasHeader(name)) void reply.header(name, value);
        }
        done(null, payload);
      },
    ];
  });
}
