import type { StandardSchemaConverter } from '@nestjs/swagger';
import { z } from 'zod';

/** Zod's `int` is a safe one; that bound is JavaScript's and says nothing to a reader. */
const isSafeIntegerBound = (bound: unknown) => Math.abs(Number(bound)) === Number.MAX_SAFE_INTEGER;

const isSchema = (value: unknown) => typeof value === 'object' && value !== null && Object.keys(value).length > 0;

/** A schema as OpenAPI 3.0 says it; one with an id becomes a component of that name. */
export const openApiSchema: StandardSchemaConverter = (schema, { schemaType: io }) => {
  if (!(schema instanceof z.ZodType)) return undefined;
  const { definitions, ...converted } = z.toJSONSchema(schema, { target: 'openapi-3.0', io, override: simplify(io) });
  return { schema: converted, components: { ...(definitions as object | undefined) } };
};

const simplify =
  (io: 'input' | 'output') =>
  ({ jsonSchema: said }: { jsonSchema: z.core.JSONSchema.BaseSchema }): void => {
    // Validation keeps to the expression; a reader has the name of the format.
    if (said.format !== undefined) delete said.pattern;
    if (isSafeIntegerBound(said.minimum)) delete said.minimum;
    if (isSafeIntegerBound(said.maximum)) delete said.maximum;
    // An answer may gain members in a later release; clients generated from this must not refuse it then. That is
    // OpenAPI's default; saying so makes Swagger UI invent such members in its examples.
    if (io === 'output' && said.properties && !isSchema(said.additionalProperties)) delete said.additionalProperties;
  };
