import { isSeq, type YAMLMap } from 'yaml';
import { scopeCatalogue } from '../scopes/scope-catalogue.js';
import { contextFormats, DELEGATED_SCOPES, type FilledIn, filledInBy, isAuthCode } from './skill-context.js';
import { pairsOf, SkillFile, type SkillOperation } from './skill-file.js';

/** An error keeps the skill from working; a warning is something nobody can confirm, or that has no effect. */
export interface SkillFinding {
  readonly severity: 'error' | 'warning';
  readonly code: SkillFindingCode;
  /** From 1. */
  readonly line: number;
  /** What is wrong and what to do. */
  readonly message: string;
}

export const skillFindingCodes = [
  'no_operation',
  'scopes_missing',
  'identity_scope_missing',
  'scope_twice',
  'app_only_scope',
  'base_scope',
  'unknown_scope',
  'unconfirmed_scope',
  'code_parameter_missing',
  'code_parameter_twice',
  'code_parameter_misplaced',
  'code_parameter_not_text',
  'unknown_context',
  'nested_body',
] as const;
export type SkillFindingCode = (typeof skillFindingCodes)[number];

/** What keeps a skill from getting people's tokens, in the order of the file. Throws `SkillFileError`. */
export function checkSkill(text: string): SkillFinding[] {
  const file = new SkillFile(text);
  const { operations } = file;
  const findings = [...scopeFindings(file), ...operations.flatMap((operation) => operationFindings(file, operation))];
  if (operations.length === 0) {
    findings.push(error('no_operation', 1, 'The file has no operation: an assistant has nothing to call.'));
  }
  return findings.sort((a, b) => a.line - b.line);
}

function scopeFindings(file: SkillFile): SkillFinding[] {
  const list = file.root.get(DELEGATED_SCOPES, true);
  if (!isSeq(list) || list.items.length === 0) {
    const message = `List the points at the top as ${DELEGATED_SCOPES}: without it DingTalk asks nobody, and sends no code.`;
    return [error('scopes_missing', list ? file.lineOf(list) : 1, message)];
  }
  const codes = list.items.map((item) => ({ code: String(item), line: file.lineOf(item) }));
  const findings = codes.flatMap(({ code, line }, n) => [
    ...(codes.findIndex((other) => other.code === code) < n
      ? [warning('scope_twice', line, `${code} is listed twice.`)]
      : []),
    ...scopeFinding(code, line),
  ]);
  const { identityScope } = scopeCatalogue;
  if (!codes.some(({ code }) => code === identityScope)) {
    const message = `Add ${identityScope}: without it nobody can tell whose token the code is for.`;
    findings.push(error('identity_scope_missing', file.lineOf(list), message));
  }
  return findings;
}

function scopeFinding(code: string, line: number): SkillFinding[] {
  const scope = scopeCatalogue.find(code);
  if (!scope) return [warning('unknown_scope', line, `${code} is in no source we know; look at its spelling.`)];
  if (scope.kind === 'app') {
    return [
      error('app_only_scope', line, `${code} is an organisation's to give; a skill can use delegated points only.`),
    ];
  }
  if (scope.type === 'base')
    return [warning('base_scope', line, `${code} comes with every application; leave it out.`)];
  if (scope.confidence !== 'confirmed') {
    return [
      warning('unconfirmed_scope', line, `${code} is written in no page of DingTalk's; try it before you rely on it.`),
    ];
  }
  return [];
}

function operationFindings(file: SkillFile, operation: SkillOperation): SkillFinding[] {
  const { name, node, body } = operation;
  const filledIn = filledInBy(file, operation);
  const codes = filledIn.filter(isAuthCode);
  const findings = [
    ...filledIn.flatMap((each) => contextFindings(file, name, each)),
    ...codes.flatMap((each) => codeFindings(file, name, each)),
    ...nestedFindings(file, name, body),
  ];
  if (codes.length === 0) {
    const message = `${name} gets no code: add a parameter with x-dingtalk-context {property: currentUser, format: oauthAuthCode}.`;
    findings.push(error('code_parameter_missing', file.lineOf(node), message));
  }
  if (codes.length > 1) {
    findings.push(
      warning('code_parameter_twice', file.lineOf(node), `${name} asks for the code in two places; one is enough.`),
    );
  }
  return findings;
}

function contextFindings(file: SkillFile, name: string, { schema, property, format }: FilledIn): SkillFinding[] {
  if (contextFormats[String(property)]?.includes(String(format))) return [];
  const message = `${name}: an assistant can fill in no ${String(property)}.${String(format)}.`;
  return [warning('unknown_context', file.lineOf(schema), message)];
}

function codeFindings(file: SkillFile, name: string, { where, schema }: FilledIn): SkillFinding[] {
  const line = file.lineOf(schema);
  return [
    ...(where === 'query' || where === 'body'
      ? []
      : [
          error(
            'code_parameter_misplaced',
            line,
            `${name}: the code arrives in the query or in the JSON body, not in the ${where}.`,
          ),
        ]),
    ...(schema.get('type') === 'string'
      ? []
      : [error('code_parameter_not_text', line, `${name}: the code is a string; say type: string.`)]),
  ];
}

/** Assistants send bodies of one level. */
function nestedFindings(file: SkillFile, name: string, body: YAMLMap | undefined): SkillFinding[] {
  return pairsOf(body?.get('properties', true)).flatMap(([property, given]) => {
    const schema = file.resolved(given);
    const type = schema?.get('type');
    const elements = type === 'array' ? file.resolved(schema?.get('items', true)) : schema;
    const nested = elements?.get('type') === 'object' || elements?.has('properties');
    if (!nested) return [];
    const message = `${name}: ${property} is an object; an assistant sends bodies of one level only.`;
    return [error('nested_body', file.lineOf(given), message)];
  });
}

function error(code: SkillFindingCode, line: number, message: string): SkillFinding {
  return { severity: 'error', code, line, message };
}

function warning(code: SkillFindingCode, line: number, message: string): SkillFinding {
  return { severity: 'warning', code, line, message };
}
