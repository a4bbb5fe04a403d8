import { z } from 'zod';
import { applicationNamed, personNamed } from '../control/named.js';
import { readBody, readFields } from '../control/problem.js';
import { decisions } from '../conversations/conversation.js';
import { shown } from '../conversations/conversation-control.js';
import type { ReceivedBody } from '../traffic/received-body.js';
import type { Applications } from '../world/applications.js';
import type { Directory } from '../world/directory.js';
import type { SkillDriver } from './skill-driver.js';
import { readSkill } from './skill-file.js';
import { authenticationSchema } from './skill-request.js';

const startSchema = z.strictObject({
  clientId: z.string(),
  person: z.string(),
  corpId: z.string().optional(),
  /** The file's text. */
  openapi: z.string().max(1_000_000),
  operation: z.string().max(256).optional(),
  server: z.url().max(2048).optional(),
  authentication: authenticationSchema.default({ kind: 'none' }),
  message: z.string().max(4096).default('运行这个技能'),
  input: z.record(z.string(), z.unknown()).default({}),
  /** Presses the buttons. */
  auto: z.enum(decisions).optional(),
});

/** Skills as tests run them, and as the page does. */
export class SkillControl {
  constructor(
    private readonly driver: SkillDriver,
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

  private async begin({ clientId, person: key, openapi, ...rest }: z.output<typeof startSchema>) {
    const application = applicationNamed(this.applications, clientId);
    const person = personNamed(this.directory, key);
    return shown(await this.driver.start({ ...rest, application, person, skill: readSkill(openapi) }));
  }
}
