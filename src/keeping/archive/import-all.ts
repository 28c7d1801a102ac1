/** Takes an archive in: what is here stays, what is there joins it, and where only one can stand both are kept. */
import type { Problem } from '../../scenario/index.ts';
import { bodyOf, readContent, type Place } from '../documents/document-kind.ts';
import { keepingLimits } from '../documents/keeping-limits.ts';
import { placeOf, scenarioOf } from '../documents/places.ts';
import { keepingProblem } from '../keeping-problems.ts';
import type { DocumentStore } from '../store/document-store.ts';
import { readArchive, type ArchivedDocument } from './archive.ts';

/** What became of the documents of an archive, by key. */
export interface Imported {
  readonly kind: 'imported';
  readonly added: readonly string[];
  /** What was here has now what the archive had besides. */
  readonly merged: readonly string[];
  /** What was here had all of it. */
  readonly unchanged: readonly string[];
  /** The archive's own version stands beside what was here, under these keys. */
  readonly copied: readonly string[];
  /** Why the rest was not taken in. */
  readonly problems: readonly Problem[];
}

type Outcome =
  | { readonly kind: 'added' | 'merged' | 'unchanged' | 'copied'; readonly key: string }
  | { readonly kind: 'problems'; readonly problems: readonly Problem[] };

const tries = 4;

/**
 * Takes in what an archive holds. It may be done again: what was taken in is then unchanged. Never throws,
 * whatever the text.
 */
export async function importAll(
  store: DocumentStore,
  archive: string,
): Promise<Imported | { readonly kind: 'problems'; readonly problems: readonly Problem[] }> {
  const read = readArchive(archive);
  if (read.kind === 'problems') return read;
  const outcomes: Outcome[] = [];
  for (const [index, document] of read.documents.entries())
    outcomes.push(await takeIn(store, document, `documents[${index}].content`));
  const keysOf = (kind: Exclude<Outcome['kind'], 'problems'>) =>
    outcomes.flatMap((each) => (each.kind === kind ? [each.key] : []));
  return {
    kind: 'imported',
    added: keysOf('added'),
    merged: keysOf('merged'),
    unchanged: keysOf('unchanged'),
    copied: keysOf('copied'),
    problems: outcomes.flatMap((each) => (each.kind === 'problems' ? each.problems : [])),
  };
}

async function takeIn(
  store: DocumentStore,
  { key, schema, content }: ArchivedDocument,
  path: string,
): Promise<Outcome> {
  const place = placeOf(key);
  const read = readContent(place.kind, { schema, content, path });
  if (read.kind === 'newer') return refused('newer-schema', key);
  if (read.kind === 'problems') return read;
  return join(store, place, read.value);
}

/** Puts a value where it belongs, beside all that stands there. */
async function join<T>(store: DocumentStore, place: Place<T>, value: T): Promise<Outcome> {
  const { key, kind } = place;
  for (let turn = 0; turn < tries; turn++) {
    const reading = await store.read(place);
    if (reading.kind === 'failed') return failed(reading.problem);
    if (reading.kind === 'newer') return refused('newer-schema', key);
    if (reading.kind === 'absent') {
      const answer = await put(store, place, { value, version: 0 });
      if (answer === 'conflict') continue;
      return answer ?? { kind: 'added', key };
    }
    const merged = kind.merge(reading.value, value);
    if (merged === undefined) return copy(store, place, value);
    if (sameBody(place, merged, reading.value)) return { kind: 'unchanged', key };
    const answer = await put(store, place, { value: merged, version: reading.version });
    if (answer !== 'conflict') return answer ?? { kind: 'merged', key };
  }
  return refused('storage-contended', key);
}

async function copy<T>(store: DocumentStore, place: Place<T>, value: T): Promise<Outcome> {
  for (const beside of place.copies?.() ?? []) {
    const reading = await store.read(beside);
    if (reading.kind === 'failed') return failed(reading.problem);
    if (reading.kind === 'document' && place.kind.merge(reading.value, value) !== undefined)
      return { kind: 'unchanged', key: beside.key };
    if (reading.kind !== 'absent') continue;
    const answer = await put(store, beside, { value, version: 0 });
    if (answer !== 'conflict') return answer ?? { kind: 'copied', key: beside.key };
  }
  return refused('no-free-place', place.key);
}

/** Saves; undefined when it is done. */
async function put<T>(
  store: DocumentStore,
  place: Place<T>,
  { value, version }: { value: T; version: number },
): Promise<Outcome | 'conflict' | undefined> {
  if (version === 0 && scenarioOf(place.key) !== undefined) {
    const listed = await store.list();
    if (listed.kind === 'failed') return failed(listed.problem);
    const count = listed.keys.filter((key) => scenarioOf(key) !== undefined).length;
    if (count >= keepingLimits.scenarios) return refused('too-many-scenarios', place.key);
  }
  const answer = await store.save(place, value, version);
  if (answer.kind === 'saved') return undefined;
  if (answer.kind === 'conflict') return 'conflict';
  return answer.kind === 'refused'
    ? { kind: 'problems', problems: answer.problems }
    : failed(answer.problem);
}

function sameBody<T>({ kind }: Place<T>, one: T, other: T): boolean {
  const [first, second] = [bodyOf(kind, one), bodyOf(kind, other)];
  return first.kind === 'body' && second.kind === 'body' && first.body === second.body;
}

function failed(problem: Problem): Outcome {
  return { kind: 'problems', problems: [problem] };
}

function refused(code: Parameters<typeof keepingProblem>[0], key: string): Outcome {
  return failed(keepingProblem(code, key));
}
