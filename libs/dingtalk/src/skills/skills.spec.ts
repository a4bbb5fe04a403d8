import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { annotateSkill } from './annotate-skill.js';
import { checkSkill, type SkillFindingCode, skillFindingCodes } from './check-skill.js';
import { SkillFileError } from './skill-file.js';

const fixture = (name: string) => readFileSync(new URL(`fixtures/${name}`, import.meta.url), 'utf8');
const scopes = ['Contact.User.Read', 'Contact.User.mobile'];
/** Lines of `after` that are not in `before`, in order. */
const added = (before: string, after: string) => {
  const known = new Set(before.split('\n'));
  return after.split('\n').filter((line) => !known.has(line));
};

describe(annotateSkill.name, () => {
  it('writes what DingTalk’s page prints, and leaves every other line as it was', () => {
    const before = fixture('profile.yaml');
    const after = annotateSkill(before, { scopes, in: 'query' });
    expect(after).toContain(`x-dingtalk-delegated-scopes:
  - Contact.User.Read
  - Contact.User.mobile
`);
    expect(after).toContain(`      parameters:
        - name: oauthAuthCode
          in: query
          description: OAuth授权码
          schema:
            type: string
            x-dingtalk-context:
              property: currentUser
              format: oauthAuthCode
`);
    expect(before.split('\n').filter((line) => !after.split('\n').includes(line))).toEqual([]);
  });

  it('keeps comments, quotes, order, long lines and the way lists are indented', () => {
    const before = fixture('todo.yaml');
    const after = annotateSkill(before, { scopes: ['Todo.PersonalTodo.Write'], in: 'query' });
    expect(added(before, after)).toEqual([
      '- Contact.User.Read',
      '      - name: oauthAuthCode',
      '        description: OAuth授权码',
      '        schema:',
      '          type: string',
      '          x-dingtalk-context:',
      '            property: currentUser',
      '            format: oauthAuthCode',
    ]);
    expect(before.split('\n').filter((line) => !after.split('\n').includes(line))).toEqual([]);
  });

  it('puts the code into the body where it is asked to and there is one, also behind references', () => {
    const todo = annotateSkill(fixture('todo.yaml'), { scopes: [], in: 'body' });
    expect(todo).toContain(`                oauthAuthCode:
                  description: OAuth授权码
                  type: string
                  x-dingtalk-context:
`);
    const calendar = JSON.parse(
      annotateSkill(fixture('calendar.json'), { scopes: ['Calendar.Event.Write'], in: 'body' }),
    );
    expect(calendar.components.schemas.Event.properties.oauthAuthCode['x-dingtalk-context'].format).toBe(
      'oauthAuthCode',
    );
    expect(calendar.paths['/events'].get.parameters).toHaveLength(1);
    expect(Object.keys(calendar)).toEqual(['openapi', 'info', 'x-dingtalk-delegated-scopes', 'paths', 'components']);
  });

  it.each(['profile.yaml', 'todo.yaml', 'calendar.json'])(
    'leaves nothing to complain about in %s, and nothing to do twice',
    (name) => {
      const once = annotateSkill(fixture(name), { scopes: ['Contact.User.mobile'], in: 'query' });
      expect(checkSkill(once)).toEqual([]);
      expect(annotateSkill(once, { scopes: ['Contact.User.mobile'], in: 'query' })).toBe(once);
    },
  );
});

describe(checkSkill.name, () => {
  const good = annotateSkill(fixture('todo.yaml'), { scopes: ['Todo.PersonalTodo.Write'], in: 'query' });
  const codeParameter = good.slice(good.indexOf('      - name: oauthAuthCode'), good.indexOf('      requestBody:'));
  const scopeLines = good.slice(good.indexOf('x-dingtalk-delegated-scopes:'), good.indexOf('paths:'));
  const withScope = (code: string) => good.replace('- Contact.User.Read', `- Contact.User.Read\n- ${code}`);
  const planted: Record<SkillFindingCode, string> = {
    no_operation: `openapi: 3.0.1\n${scopeLines}paths: {}\n`,
    scopes_missing: good.replace(scopeLines, ''),
    identity_scope_missing: good.replace('- Contact.User.Read\n', ''),
    scope_twice: withScope('Todo.PersonalTodo.Write'),
    app_only_scope: withScope('qyapi_get_member'),
    base_scope: withScope('snsapi_base'),
    unknown_scope: withScope('Todo.PersonalTodo.Wirte'),
    unconfirmed_scope: withScope('fieldEmail'),
    code_parameter_missing: good.replace(codeParameter, ''),
    code_parameter_twice: good.replace(
      codeParameter,
      codeParameter + codeParameter.replace('name: oauthAuthCode', 'name: again'),
    ),
    code_parameter_misplaced: good.replace(
      '      - name: oauthAuthCode\n        in: query',
      '      - name: oauthAuthCode\n        in: header',
    ),
    code_parameter_not_text: good.replace(
      '          type: string\n          x-dingtalk',
      '          type: object\n          x-dingtalk',
    ),
    unknown_context: good.replace(
      'schema: {type: string}',
      'schema: {type: string, x-dingtalk-context: {property: currentUser, format: email}}',
    ),
    nested_body: good.replace(
      '                subject:',
      '                deadline: { type: object }\n                subject:',
    ),
  };

  it.each([...skillFindingCodes])('finds %s where it is planted, and nothing else', (code) => {
    expect(planted[code]).not.toBe(good);
    const findings = checkSkill(planted[code]);
    expect(findings.map((finding) => finding.code)).toEqual([code]);
    expect(findings[0]?.line).toBeGreaterThanOrEqual(1);
    expect(findings[0]?.message).toMatch(/\.$/);
  });

  it('names the line', () => {
    const line = planted.unknown_scope.split('\n').findIndex((text) => text.includes('Wirte')) + 1;
    expect(checkSkill(planted.unknown_scope)[0]?.line).toBe(line);
  });

  it.each([
    ['a list', '- a\n'],
    ['a file without paths', 'openapi: 3.0.1\n'],
    ['half a file', 'openapi: 3.0.1\npaths: {\n'],
    ['one key twice', 'paths: {}\npaths: {}\n'],
    ['nothing', ''],
  ])('refuses %s', (_, text) => {
    expect(() => checkSkill(text)).toThrow(SkillFileError);
  });
});
