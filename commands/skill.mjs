/**
 * `npm run skill -- annotate FILE --scopes A,B [--in body] [--write]`: adds to the OpenAPI file of an AI assistant's skill what DingTalk needs in
 * order to ask people and to send a code for their tokens; prints the file, or writes it back.
 * `npm run skill -- check FILE`: what keeps the skill from working, line by line; exits with 1 if there is an error.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { ensureBuilt } from './steps/build.mjs';
import { runCommand } from './steps/command.mjs';
import { CommandFailure } from './steps/failure.mjs';
import { inProject } from './steps/folders.mjs';

const USAGE = [
  'npm run skill -- annotate FILE --scopes Contact.User.Read,Todo.PersonalTodo.Write [--in query|body] [--write]',
  'npm run skill -- check FILE',
];

await runCommand(
  async ({ progress, signal }) => {
    const { act, file, scopes, where, write } = readArguments(process.argv.slice(2));
    await ensureBuilt({ progress, signal });
    const skills = await import(pathToFileURL(inProject('dist', 'libs', 'dingtalk', 'src', 'index.js')).href);
    const text = readFileSync(file, 'utf8');
    try {
      return act === 'check'
        ? check(file, skills.checkSkill(text))
        : annotate(skills.annotateSkill(text, { scopes, in: where }));
    } catch (error) {
      if (!(error instanceof skills.SkillFileError)) throw error;
      throw new CommandFailure(`${file}:${error.line}: ${error.message}`);
    }

    function annotate(annotated) {
      if (write) writeFileSync(file, annotated);
      else process.stdout.write(annotated);
      return 0;
    }
  },
  // The file may be piped on.
  { output: process.stderr },
);

function check(file, findings) {
  for (const { line, severity, code, message } of findings) {
    process.stdout.write(`${file}:${line}: ${severity}: ${message} (${code})\n`);
  }
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  process.stdout.write(`${errors} errors, ${findings.length - errors} warnings\n`);
  return errors > 0 ? 1 : 0;
}

function readArguments(args) {
  const options = { scopes: { type: 'string' }, in: { type: 'string', default: 'query' }, write: { type: 'boolean' } };
  const { positionals, values } = parsed(() => parseArgs({ args, options, allowPositionals: true }));
  const [act, file, ...more] = positionals;
  if ((act !== 'annotate' && act !== 'check') || file === undefined || more.length > 0) throw misused();
  if (values.in !== 'query' && values.in !== 'body') throw misused();
  if (act === 'annotate' && !values.scopes) throw misused();
  if (!existsSync(file)) throw new CommandFailure(`${file} is not there.`);
  const scopes = (values.scopes ?? '')
    .split(',')
    .map((scope) => scope.trim())
    .filter(Boolean);
  return { act, file, scopes, where: values.in, write: values.write ?? false };
}

function parsed(parse) {
  try {
    return parse();
  } catch {
    throw misused();
  }
}

function misused() {
  return new CommandFailure('Say what to do with which file:', { details: USAGE });
}
