import { z } from 'zod';
import { grantResponse } from './grants.js';
import { applicationName, corpId, scopeCodes, text, unionId, userId } from './text.js';
import { issueHandleResponse, issueTokenResponse } from './tokens.js';

/** `POST /v1/grants`: a code that was obtained elsewhere. */
export const exchangeAuthCodeRequest = z
  .strictObject({
    application: applicationName.meta({ description: 'the one that the code was issued to' }),
    authCode: z
      .string()
      .regex(/^[\x21-\x7e]{1,1000}$/, 'must be visible ASCII')
      .meta({ description: 'single use, good for five minutes' }),
    channel: z.enum(['in_client', 'assistant_skill']),
    corpId: corpId.optional(),
    expectedUserId: userId.optional().meta({ description: 'nothing is stored if the code is somebody else’s' }),
    expectedUnionId: unionId.optional(),
    handOut: z
      .strictObject({ scopes: scopeCodes, delivery: z.enum(['token', 'handle']), purpose: text(200).optional() })
      .optional()
      .meta({ description: 'what to hand out at once' }),
  })
  .meta({
    id: 'ExchangeAuthCode',
    example: { application: 'demo', authCode: '5f2c9d0a7e', channel: 'in_client', expectedUserId: 'zhangsan' },
  });
export type ExchangeAuthCodeRequest = z.infer<typeof exchangeAuthCodeRequest>;

export const exchangeAuthCodeResponse = z
  .object({
    grant: grantResponse,
    token: issueTokenResponse.optional(),
    handle: issueHandleResponse.optional(),
  })
  .meta({ id: 'ExchangedAuthCode' });
export type ExchangeAuthCodeResponse = z.infer<typeof exchangeAuthCodeResponse>;
