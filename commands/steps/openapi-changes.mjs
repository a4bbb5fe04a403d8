/**
 * What of a released OpenAPI document its clients could miss in a later one: an address, an operation's id, an answer, a member of one, or
 * a request that was good. Additions are none. As `buf breaking` does for the gRPC contract.
 */

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];

/**
 * @param {object} released
 * @param {object} present
 * @returns {string[]} a line for each, with the place and what became of it
 */
export function breakingChanges(released, present) {
  const found = [];
  for (const [path, item] of Object.entries(released.paths)) {
    for (const method of METHODS.filter((name) => item[name])) {
      const at = `${method.toUpperCase()} ${path}`;
      const now = present.paths[path]?.[method];
      if (!now) found.push(`${at}: is gone`);
      else found.push(...operationChanges(at, item[method], now, { released, present }));
    }
  }
  return [...new Set(found)];
}

function operationChanges(at, was, now, documents) {
  const id =
    was.operationId === now.operationId ? [] : [`${at}: is called ${now.operationId} now, so links to it are dead`];
  return [
    ...id,
    ...parameterChanges(at, was, now, documents),
    ...bodyChanges(at, was, now, documents),
    ...answerChanges(at, was, now, documents),
  ];
}

function parameterChanges(at, was, now, documents) {
  const keyOf = ({ in: place, name }) => `${place} ${name}`;
  const before = new Map((was.parameters ?? []).map((parameter) => [keyOf(parameter), parameter]));
  const after = new Map((now.parameters ?? []).map((parameter) => [keyOf(parameter), parameter]));
  const lost = [...before].flatMap(([key, parameter]) => {
    const same = after.get(key);
    return same
      ? given(`${at}: parameter ${parameter.name}`, parameter.schema, same.schema, documents)
      : [`${at}: the parameter ${parameter.name} is gone`];
  });
  const demanded = [...after].flatMap(([key, { name, required }]) =>
    required && !before.get(key)?.required ? [`${at}: the parameter ${name} has to be sent now`] : [],
  );
  return [...lost, ...demanded];
}

function bodyChanges(at, was, now, documents) {
  if (now.requestBody?.required && !was.requestBody?.required) return [`${at}: a body has to be sent now`];
  return Object.entries(was.requestBody?.content ?? {}).flatMap(([type, { schema }]) => {
    const same = now.requestBody?.content?.[type];
    return same
      ? given(`${at}: body`, schema, same.schema, documents)
      : [`${at}: a body of ${type} is not taken any more`];
  });
}

function answerChanges(at, was, now, documents) {
  return Object.entries(was.responses).flatMap(([status, { content = {} }]) => {
    const same = now.responses[status];
    if (!same) return [`${at}: the answer ${status} is gone`];
    return Object.entries(content).flatMap(([type, { schema }]) =>
      same.content?.[type]
        ? answered(`${at}: answer ${status}`, schema, same.content[type].schema, documents)
        : [`${at}: the answer ${status} is no ${type} any more`],
    );
  });
}

/** Whatever was taken has to be taken still. */
function given(at, was, now, documents, known = []) {
  const [before, after] = [resolved(was, documents.released), resolved(now, documents.present)];
  if (!before || !after || known.includes(before)) return [];
  const within = [...known, before];
  const narrowed = [
    ...typeChanges(at, before, after),
    ...narrowedEnum(at, before, after),
    ...['pattern', 'format'].flatMap((rule) =>
      after[rule] !== undefined && after[rule] !== before[rule] ? [`${at}: ${rule} is ${after[rule]} now`] : [],
    ),
    ...['maxLength', 'maximum', 'maxItems'].flatMap((rule) =>
      (after[rule] ?? Number.POSITIVE_INFINITY) < (before[rule] ?? Number.POSITIVE_INFINITY)
        ? [`${at}: ${rule} is ${after[rule]} now`]
        : [],
    ),
    ...['minLength', 'minimum', 'minItems'].flatMap((rule) =>
      (after[rule] ?? Number.NEGATIVE_INFINITY) > (before[rule] ?? Number.NEGATIVE_INFINITY)
        ? [`${at}: ${rule} is ${after[rule]} now`]
        : [],
    ),
    ...(after.required ?? []).flatMap((name) =>
      before.required?.includes(name) ? [] : [`${at}: ${name} has to be sent now`],
    ),
  ];
  return [
    ...narrowed,
    ...members(at, before, after, (...part) => given(...part, documents, within), 'is not taken any more'),
  ];
}

/** Whatever was there has to be there still. */
function answered(at, was, now, documents, known = []) {
  const [before, after] = [resolved(was, documents.released), resolved(now, documents.present)];
  if (!before || !after || known.includes(before)) return [];
  const within = [...known, before];
  const unsure = (before.required ?? []).flatMap((name) =>
    before.properties?.[name] && after.properties?.[name] && !after.required?.includes(name)
      ? [`${at}: ${name} may be missing now`]
      : [],
  );
  const nulled = !before.nullable && after.nullable ? [`${at}: may be null now`] : [];
  return [
    ...typeChanges(at, before, after),
    ...nulled,
    ...unsure,
    ...members(at, before, after, (...part) => answered(...part, documents, within), 'is gone'),
  ];
}

function members(at, before, after, compare, lost) {
  const properties = Object.entries(before.properties ?? {}).flatMap(([name, schema]) =>
    after.properties?.[name] ? compare(`${at}.${name}`, schema, after.properties[name]) : [`${at}: ${name} ${lost}`],
  );
  const items = before.items && after.items ? compare(`${at}[]`, before.items, after.items) : [];
  // Which alternative is which nobody says but their order; one more is an addition.
  const parts = ['anyOf', 'oneOf', 'allOf'].flatMap((kind) =>
    (before[kind] ?? []).flatMap((schema, index) =>
      after[kind]?.[index]
        ? compare(`${at} (${kind} ${index + 1})`, schema, after[kind][index])
        : after[kind]
          ? [`${at}: an alternative is gone`]
          : [],
    ),
  );
  return [...properties, ...items, ...parts];
}

function typeChanges(at, before, after) {
  return before.type !== undefined && after.type !== undefined && before.type !== after.type
    ? [`${at}: was ${before.type}, is ${after.type}`]
    : [];
}

function narrowedEnum(at, before, after) {
  if (!after.enum) return [];
  if (!before.enum) return [`${at}: only ${after.enum.join(', ')} is taken now`];
  return before.enum.flatMap((value) => (after.enum.includes(value) ? [] : [`${at}: ${value} is not taken any more`]));
}

function resolved(schema, document) {
  const name = schema?.$ref?.split('/').at(-1);
  return name === undefined ? schema : resolved(document.components.schemas[name], document);
}
