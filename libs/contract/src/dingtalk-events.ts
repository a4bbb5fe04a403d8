import { z } from 'zod';

/** Of `POST /events/dingtalk/{application}`: the word `success`, encrypted and signed as DingTalk encrypts and signs its pushes. */
export const dingTalkPushAnswer = z
  .object({ msg_signature: z.string(), timeStamp: z.string(), nonce: z.string(), encrypt: z.string() })
  .meta({ id: 'DingTalkPushAnswer' });
export type DingTalkPushAnswer = z.infer<typeof dingTalkPushAnswer>;
