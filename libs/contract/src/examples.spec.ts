import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import * as contract from './index.js';

const withExample = Object.entries(contract).flatMap(([name, schema]) => {
  const example = schema instanceof z.ZodType ? schema.meta()?.example : undefined;
  return example === undefined ? [] : [{ name, schema: schema as z.ZodType, example }];
});

describe('the examples shown in Swagger UI', () => {
  it('are there for requests', () => {
    expect(withExample.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['registerApplicationRequest', 'createCallerRequest', 'issueTokenRequest']),
    );
  });

  it.each(withExample)('$name: is accepted as it stands', ({ schema, example }) => {
    expect(schema.safeParse(example).error).toBeUndefined();
  });
});
