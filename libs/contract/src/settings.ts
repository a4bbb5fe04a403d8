import { z } from 'zod';

/** `GET /admin/v1/settings`: what the broker that answers runs with. Nothing in it is secret. */
export const settingsResponse = z
  .object({
    items: z.array(
      z
        .object({
          name: z.string().meta({ description: 'the environment variable; a name of its own for what is built in' }),
          group: z.enum(['addresses', 'dingtalk', 'database', 'keys', 'sign_in', 'trail', 'limits']),
          value: z.string().nullable().meta({ description: 'null: not set; of a secret only whether it is set' }),
          unit: z.enum(['seconds', 'minutes', 'days', 'per_second']).nullable(),
          secret: z.boolean(),
          source: z
            .enum(['environment', 'default', 'built_in'])
            .meta({ description: 'default: the variable is not set; built_in: there is no variable for it' }),
          meaning: z.object({ zh: z.string(), en: z.string() }),
        })
        .meta({ id: 'Setting' }),
    ),
  })
  .meta({ id: 'Settings' });
export type SettingsResponse = z.infer<typeof settingsResponse>;
export type Setting = SettingsResponse['items'][number];
