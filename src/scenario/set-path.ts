/** Changes single values of a scenario's text: `--set services.shipping.inbox=false` on the command line. */
import { formatJson } from './json/format-json.ts';
import { forbiddenKeys, type Json } from './json/json.ts';
import { parseJson } from './json/parse-json.ts';
import { ProblemList } from './problems.ts';
import type { Refused } from './read-scenario.ts';
import { readText } from './read-text.ts';
import { didYouMean, quote, show } from './wording.ts';

/** One step of a path: a name (of a field, or the id of a list's entry) or a number in brackets. */
type Segment = string | number;

interface Assignment {
  readonly path: string;
  readonly segments: readonly Segment[];
  readonly value: Json;
}

/**
 * The text with `path=value` assigned, one after the other, or all assignments that cannot be carried out.
 * Whether the result is a scenario is for `readScenario` to say. A value is JSON, or a bare word.
 */
export function setPath(
  text: string,
  assignments: readonly string[],
): { readonly kind: 'text'; readonly text: string } | Refused {
  const problems = new ProblemList();
  const json = readText(text, problems);
  if (json !== undefined) {
    for (const words of assignments) {
      const assignment = readAssignment(words, problems);
      if (assignment !== undefined) assign(json, assignment, problems);
    }
  }
  if (json === undefined || problems.count > 0) {
    return { kind: 'problems', problems: problems.all() };
  }
  return { kind: 'text', text: assignments.length === 0 ? text : formatJson(json) };
}

const segment = /(?:^|\.)([A-Za-z_$][\w$-]*)|\[(\d{1,6})\]|\[("(?:[^"\\]|\\.)*")\]/y;

function readAssignment(words: string, problems: ProblemList): Assignment | undefined {
  const segments: Segment[] = [];
  let at = 0;
  while (at < words.length && words[at] !== '=') {
    segment.lastIndex = at;
    const found = segment.exec(words);
    if (found === null) break;
    const [whole, name, index, quoted] = found;
    segments.push(name ?? (index === undefined ? unquoted(quoted) : Number(index)));
    at += whole.length;
  }
  if (segments.length === 0 || words[at] !== '=') {
    const message = `${quote(words)} is not an assignment.`;
    const fix =
      'Write path=value, for instance services.shipping.inbox=false or broker.settings["session.timeout.ms"]=6000.';
    problems.add({ code: 'bad-assignment', path: '', message, fix });
    return undefined;
  }
  const path = words.slice(0, at);
  const value = readValue(words.slice(at + 1), path, problems);
  return value === undefined ? undefined : { path, segments, value };
}

function unquoted(quoted: string | undefined): string {
  const name = parseJson(quoted ?? '""', new ProblemList());
  return typeof name === 'string' ? name : '';
}

const bareWord = /^[^\s"'[\]{},]+$/;

function readValue(words: string, path: string, problems: ProblemList): Json | undefined {
  const own = new ProblemList();
  const value = parseJson(words, own);
  if (value !== undefined && own.count === 0) return value;
  if (bareWord.test(words)) return words;
  const message = `The value ${quote(words)} is neither JSON nor a single word.`;
  const fix = 'Put a text in double quotes, and quote the whole for your shell.';
  problems.add({ code: 'bad-assignment', path, message, fix });
  return undefined;
}

function assign(json: Json, assignment: Assignment, problems: ProblemList): void {
  const { path, segments, value } = assignment;
  let place = json;
  for (const [depth, each] of segments.entries()) {
    const isLast = depth === segments.length - 1;
    const next = isLast ? value : undefined;
    const inside = place instanceof Map ? member(place, each, next) : entry(place, each, next);
    if (inside === undefined) return tellUnknown(place, { path, each }, problems);
    place = inside;
  }
}

/** The member of an object, set to `value` if given, made if it does not exist: its defaults are implied. */
function member(object: Map<string, Json>, name: Segment, value: Json | undefined) {
  if (typeof name === 'number' || forbiddenKeys.has(name)) return undefined;
  const inside = value ?? object.get(name) ?? new Map<string, Json>();
  object.set(name, inside);
  return inside;
}

/** The entry of a list by its index or its id, set to `value` if given. */
function entry(place: Json, key: Segment, value: Json | undefined): Json | undefined {
  if (!Array.isArray(place)) return undefined;
  const index = typeof key === 'number' ? key : place.findIndex((each) => idOf(each) === key);
  if (place[index] === undefined) return undefined;
  if (value !== undefined) place[index] = value;
  return place[index];
}

function idOf(json: Json): string | undefined {
  const id = json instanceof Map ? json.get('id') : undefined;
  return typeof id === 'string' ? id : undefined;
}

function tellUnknown(
  place: Json,
  { path, each }: { readonly path: string; readonly each: Segment },
  problems: ProblemList,
): void {
  const message = `${quote(path)} leads to nothing: there is no ${quote(String(each))} in ${show(place)}.`;
  const ids = Array.isArray(place) ? place.map(idOf).filter((id) => id !== undefined) : [];
  const guess = typeof each === 'string' ? didYouMean(each, ids) : '';
  const fix = `${guess}Name fields, and entries of a list by their id or their index in brackets.`;
  problems.add({ code: 'unknown-path', path, message, fix });
}
