import { z } from 'zod';
import { applicationNamed, personNamed } from '../control/named.js';
import { readBody, readFields } from '../control/problem.js';
import { decisions } from '../conversations/conversation.js';
import { shown } from '../conversations/conversation-control.js';
import type { ReceivedBody } from '../traffic/received-body.js';
import type { Applications } from '../world/applications.js';
import type { Directory } from '../world/directory.js';
import { generations } from './plugin-call.js';
import type { PluginDriver } from './plugin-driver.js';

const startSchema = z.strictObject({
  clientId: z.string(),
  person: z.string(),
  corpId: z.string().optional(),
  generation: z.literal(generations).default(1),
  pluginId: z.string().min(1).max(200).default('AI-emulated-plugin'),
  pluginVersion: z.string().min(1).max(64).default('1.0.0'),
  abilityKey: z.string().min(1).max(200),
  data: z.record(z.string(), z.unknown()).default({}),
  needsToken: z.boolean().default(true),
  message: z.string().max(4096).default('运行这个插件'),
  /** Presses the buttons. */
  auto: z.enum(decisions).optional(),
});

/** Plugins as tests run them, and as the page does. */
export class PluginControl {
  constructor(
    private readonly driver: PluginDriver,
    private readonly applications: Applications,
    private readonly directory: Directory,
  ) {}

  start(body: ReceivedBody | undefined) {
    return this.begin(readBody(startSchema, body));
  }

  /** @throws Problem */
  async startWith(fields: unknown) {
    return this.begin(readFields(startSchema, fields));
  }

  private async begin({ clientId, person: key, ...call }: z.output<typeof startSchema>) {
    const application = applicationNamed(this.applications, clientId);
    const person = personNamed(this.directory, key);
    return shown(await this.driver.start({ ...call, application, person }));
  }
}
