/** The shape of an object whose `kind` says which fields it has. */
import type { Json } from '../json/json.ts';
import { memberPath } from '../path.ts';
import type { ProblemList } from '../problems.ts';
import { alternatives, quote, show } from '../wording.ts';
import { tellNotOneOf } from './choice.ts';
import { wrongType, type Shape } from './shape.ts';

/** An object whose field `kind` says which of several shapes it has. */
export function variant<T extends { readonly kind: string }>(cases: {
  readonly [Kind in T['kind']]: Shape<Extract<T, { readonly kind: Kind }>>;
}): Shape<T> {
  const shapes = new Map<string, Shape<T>>(Object.entries(cases));
  const words = [...shapes.keys()];
  return {
    read(json, path, problems) {
      if (!(json instanceof Map)) {
        wrongType(problems, { path, json, wanted: 'an object in curly brackets' });
        return undefined;
      }
      const kind = json.get('kind');
      const shape = typeof kind === 'string' ? shapes.get(kind) : undefined;
      if (shape !== undefined) return shape.read(json, path, problems);
      tellKind(problems, { path: memberPath(path, 'kind'), kind, words });
      return undefined;
    },
    write: (value) => shapes.get(value.kind)?.write(value) ?? null,
    schema: (definitions) => ({
      oneOf: [...shapes.values()].map((shape) => shape.schema(definitions)),
    }),
  };
}

function tellKind(
  problems: ProblemList,
  { path, kind, words }: { path: string; kind: Json | undefined; words: readonly string[] },
): void {
  if (typeof kind === 'string') return tellNotOneOf(problems, { path, value: kind, words });
  const fix = `Add "kind": ${alternatives(words.map(quote))}.`;
  if (kind === undefined) {
    problems.add({ code: 'missing-field', path, message: 'The field "kind" is missing.', fix });
    return;
  }
  const message = `Here a word is needed, not ${show(kind)}.`;
  problems.add({
    code: 'wrong-type',
    path,
    message,
    fix: `Write ${alternatives(words.map(quote))}.`,
  });
}
