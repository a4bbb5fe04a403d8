#!/usr/bin/env node
/**
 * `node verify-audit-export.mjs FILE [--key ID]`: checks an exported range of the audit trail by itself: no database, no network, no
 * other code of ours, nothing but Node 20. Copy it to wherever the export is judged.
 *
 * `--key` is the key id that you noted from published checkpoints; without it the file is checked against the keys it names itself,
 * which shows that it is whole, not whose it is. Ends with 0 and `ok`, or with 1 and what is wrong.
 */
import { createHash, createPublicKey, verify } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';

class Broken extends Error {}

const sha256 = (...parts) => parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();

try {
  const args = withKeyAttached(process.argv.slice(2));
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { key: { type: 'string' } } });
  if (positionals.length !== 1) throw new Broken('Usage: node verify-audit-export.mjs FILE [--key ID]');
  const told = await check(createInterface({ input: createReadStream(positionals[0]) }), values.key);
  process.stdout.write(`${told.join('\n')}\nok\n`);
} catch (error) {
  process.stdout.write(
    `${error instanceof Broken ? error.message : `It could not be read: ${error.message}`}\nBROKEN\n`,
  );
  process.exitCode = 1;
}

/** As `--key=ID`: one key id in 64 begins with a dash, and would be taken for an option. */
function withKeyAttached(args) {
  const at = args.indexOf('--key');
  return at === -1 || at === args.length - 1 ? args : args.toSpliced(at, 2, `--key=${args[at + 1]}`);
}

async function check(lines, expectedKey) {
  const count = { records: 0, hashed: 0, unproven: 0, erased: 0 };
  const replicas = new Set();
  const erasures = new Map();
  let header;
  let erasure;
  let stretch;
  let end;
  let number = 0;
  for await (const line of lines) {
    number += 1;
    const read = parse(line, number);
    if (end) throw new Broken(`line ${number}: there is something after the end`);
    if (number === 1) header = headerOf(read, expectedKey);
    else if (read.erasure) {
      finish(stretch);
      stretch = undefined;
      erasure = erasureOf(read.erasure, erasure, header.keys, number);
    } else if (read.entry) enter(read.entry, erasure, erasures, stretch, number);
    else if (read.stretch) {
      finish(stretch);
      if (stretch && erasure) {
        signedFor(erasure);
        erasure = undefined;
      }
      stretch = stretchOf(read.stretch, header.keys, number);
      if (!erasure) replicas.add(read.stretch.replica);
    } else if (read.end) {
      finish(stretch);
      if (erasure) signedFor(erasure);
      end = read.end;
    } else if (erasure) take(line, read, stretch, { ...count }, number, erasures, erasure);
    else {
      if (read.id !== undefined) inRange(read, header, number);
      take(line, read, stretch, count, number, erasures);
    }
  }
  if (!end) throw new Broken('The file has no end: it was cut off');
  if (end.records !== count.records) {
    throw new Broken(`There should be ${end.records} records of the range, and there are ${count.records}`);
  }
  return [
    `${count.records} records from ${header.from} to ${header.to}, of ${replicas.size} replicas, signed with ${header.names}`,
    `${count.hashed} records between the checkpoints are not of the range, and here by their hash alone`,
    ...(count.erased > 0
      ? [`${count.erased} records say less than they did: their persons were erased, and signed records say so`]
      : []),
    ...(count.unproven > 0
      ? [`${count.unproven} records are newer than the last checkpoint: nothing proves them`]
      : []),
    ...(expectedKey ? [] : ['Whose key that is was not asked (--key ID)']),
  ];
}

function parse(line, number) {
  try {
    return JSON.parse(line);
  } catch {
    throw new Broken(`line ${number} is not JSON`);
  }
}

function headerOf(read, expectedKey) {
  const told = read.export;
  if (told?.version !== 1) throw new Broken('line 1 does not begin an export of a known version');
  const keys = new Map();
  for (const { keyId, publicKey } of told.keys) {
    const der = Buffer.from(publicKey, 'base64');
    if (sha256(der).toString('base64url') !== keyId) throw new Broken(`key ${keyId} is not the one it is called`);
    if (expectedKey && keyId !== expectedKey) continue;
    keys.set(keyId, createPublicKey({ key: der, format: 'der', type: 'spki' }));
  }
  if (keys.size === 0) throw new Broken(`The export does not name the key ${expectedKey}`);
  return { ...told, keys, names: [...keys.keys()].join(', ') };
}

/** Two checkpoints and the lanes between them. */
function stretchOf({ replica, from, to }, keys, number) {
  const start = bodyOf(from, replica, keys, number);
  const end = bodyOf(to, replica, keys, number);
  const points = new Map(
    (start?.lanes ?? []).map(({ lane, seq, head }) => [lane, { seq, head: Buffer.from(head, 'hex') }]),
  );
  const signed = new Map((end?.lanes ?? []).map(({ lane, seq, head }) => [lane, { seq, head }]));
  return { replica, points, signed };
}

function bodyOf(checkpoint, replica, keys, number) {
  if (checkpoint === null) return undefined;
  const key = keys.get(checkpoint.keyId);
  if (!key || !verify(null, Buffer.from(checkpoint.body), key, Buffer.from(checkpoint.signature, 'base64'))) {
    throw new Broken(`line ${number}: a checkpoint of replica ${replica} is not signed with a key that counts`);
  }
  const body = JSON.parse(checkpoint.body);
  if (body.replica !== replica) throw new Broken(`line ${number}: a checkpoint is of another replica than ${replica}`);
  return body;
}

function inRange({ id, occurredAt }, { from, to }, number) {
  const at = Date.parse(occurredAt);
  if (at >= Date.parse(from) && at < Date.parse(to)) return;
  throw new Broken(`line ${number}: record ${id} is not of the range`);
}

/** The one before has to have been signed for by now, and this one named by a checkpoint of the process that made it. */
function erasureOf({ id, replica, checkpoint }, before, keys, number) {
  if (typeof id !== 'string') throw new Broken(`line ${number} names no erasure`);
  if (before) signedFor(before);
  const named = bodyOf(checkpoint, replica, keys, number)?.changes?.find((change) => change.id === id);
  if (!named) throw new Broken(`line ${number}: no checkpoint names erasure ${id}`);
  return { id, named, digest: createHash('sha256'), records: 0, signed: false };
}

/** A record that was erased: the hash by which the chain knows it, and that of its line as it is now. */
function enter({ lane, seq, original, erased }, erasure, erasures, stretch, number) {
  if (!erasure || stretch) throw new Broken(`line ${number} is nothing that belongs here`);
  erasure.digest.update(`${lane} ${seq} ${original} ${erased}\n`);
  erasure.records += 1;
  erasures.set(`${lane} ${seq}`, { original: Buffer.from(original, 'hex'), erased: Buffer.from(erased, 'hex') });
}

function signedFor({ id, signed }) {
  if (!signed) throw new Broken(`no signed record says that erasure ${id} was made`);
}

/** Is this the record of the erasure, and are it and the checkpoint about all of its list? */
function signs(line, { id, named, records, digest }, number) {
  const { type, details } = JSON.parse(line);
  const told = { records, digest: digest.digest('hex') };
  const isAbout = (list) => list?.records === told.records && list.digest === told.digest;
  if (type === 'person.erased' && isAbout(details) && isAbout(named)) return;
  throw new Broken(`line ${number}: the record of erasure ${id} does not sign for its list`);
}

/** What the chain knows the record by. */
function hashAsWritten(line, lane, seq, erasures, count) {
  const found = sha256(line);
  const entry = erasures.get(`${lane} ${seq}`);
  if (!entry?.erased.equals(found)) return found;
  count.erased += 1;
  return entry.original;
}

/** Goes on with the chain of the record's lane. */
function take(line, { lane, seq, id, hash }, stretch, count, number, erasures, erasure) {
  if (!stretch || !Number.isInteger(lane) || !Number.isInteger(seq))
    throw new Broken(`line ${number} is nothing that belongs here`);
  const { points, signed, replica } = stretch;
  const point = points.get(lane) ?? { seq: 0, head: sha256(`audit-lane ${lane} of ${replica}`) };
  if (seq !== point.seq + 1) {
    throw new Broken(
      `line ${number}: after record ${point.seq} of lane ${lane} comes record ${seq}${id ? ` (${id})` : ''}`,
    );
  }
  const isRecord = id !== undefined;
  const head = sha256(
    point.head,
    isRecord ? hashAsWritten(line, lane, seq, erasures, count) : Buffer.from(String(hash), 'hex'),
  );
  points.set(lane, { seq, head });
  if (isRecord) count.records += 1;
  else count.hashed += 1;
  const end = signed.get(lane);
  if (erasure && id === erasure.id) {
    signs(line, erasure, number);
    erasure.signed = end !== undefined && seq <= end.seq;
  }
  if (!end || seq > end.seq) count.unproven += 1;
  else if (seq === end.seq && head.toString('hex') !== end.head) {
    throw new Broken(`line ${number}: of the records of lane ${lane} up to ${seq} one is not what was signed`);
  }
}

/** Whatever a checkpoint covers has to have been there. */
function finish(stretch) {
  for (const [lane, { seq }] of stretch?.signed ?? []) {
    const reached = stretch.points.get(lane)?.seq ?? 0;
    if (reached < seq) throw new Broken(`records ${reached + 1} to ${seq} of lane ${lane} are missing`);
  }
}
