import { z } from 'zod';
import { scopeCodes } from './text.js';

const openapi = z
  .string()
  .min(1)
  .max(200_000)
  .meta({ description: 'the OpenAPI 3.0 file of the skill, YAML or JSON, as it is written' });

const example = `openapi: 3.0.1
info: {title: To-dos, version: v1}
paths:
  /todos:
    post:
      operationId: createTodo
      responses: {'200': {description: ok}}
`;

/** `POST /admin/v1/skills/annotate`. */
export const annotateSkillRequest = z
  .strictObject({
    openapi,
    scopes: scopeCodes.meta({ description: 'the points the skill needs; the identity scope is added' }),
    in: z
      .enum(['query', 'body'])
      .default('query')
      .meta({ description: 'where the code shall arrive; body where an operation has a JSON body' }),
  })
  .meta({ id: 'AnnotateSkill', example: { openapi: example, scopes: ['Todo.PersonalTodo.Write'] } });
export type AnnotateSkillRequest = z.infer<typeof annotateSkillRequest>;

/** `POST /admin/v1/skills/check`. */
export const checkSkillRequest = z.strictObject({ openapi }).meta({ id: 'CheckSkill', example: { openapi: example } });
export type CheckSkillRequest = z.infer<typeof checkSkillRequest>;

const finding = z
  .object({
    severity: z.enum(['error', 'warning']).meta({ description: 'an error keeps the skill from working' }),
    code: z.string().meta({ description: 'stable', example: 'identity_scope_missing' }),
    line: z.int().meta({ description: 'from 1' }),
    message: z.string(),
  })
  .meta({ id: 'SkillFinding' });

export const skillFindings = z.object({ findings: z.array(finding) }).meta({ id: 'SkillFindings' });
export type SkillFindings = z.infer<typeof skillFindings>;

export const annotatedSkill = z
  .object({ openapi: z.string(), findings: z.array(finding).meta({ description: 'of the annotated file' }) })
  .meta({ id: 'AnnotatedSkill' });
export type AnnotatedSkill = z.infer<typeof annotatedSkill>;
