/** Shapes of whole numbers and of yes or no. */
import type { Json } from '../json/json.ts';
import type { ProblemList } from '../problems.ts';
import { wrongType, type JsonSchema, type Shape } from './shape.ts';

/** A whole number from `min` to `max`, both possible. */
export function whole(bounds: { readonly min: number; readonly max: number }): Shape<number> {
  const { min, max } = bounds;
  const range = `a whole number from ${min} to ${max}`;
  return {
    read(json, path, problems) {
      if (typeof json !== 'number') {
        const how = typeof json === 'string' ? `${range}, without quotes` : range;
        wrongType(problems, { path, json, wanted: range, how });
        return undefined;
      }
      const wrong = mistake(json, bounds);
      if (wrong === undefined) return json;
      const [code, what] = wrong;
      problems.add({ code, path, message: `${what}.`, fix: `Write ${range}.` });
      return undefined;
    },
    write: (value) => value,
    schema: () => ({ type: 'integer', minimum: min, maximum: max }),
  };
}

function mistake(value: number, { min, max }: { readonly min: number; readonly max: number }) {
  if (!Number.isFinite(value))
    return ['number-too-big', 'The number is beyond all bounds'] as const;
  if (Math.abs(value) > Number.MAX_SAFE_INTEGER) {
    return ['number-too-big', `The number ${value} cannot be held exactly`] as const;
  }
  if (!Number.isInteger(value)) return ['not-whole', `The number ${value} has a fraction`] as const;
  if (value < min) return ['out-of-range', `The number ${value} is smaller than ${min}`] as const;
  if (value > max) return ['out-of-range', `The number ${value} is larger than ${max}`] as const;
  return undefined;
}

/** True or false. */
export const flag: Shape<boolean> = {
  read(json: Json, path: string, problems: ProblemList): boolean | undefined {
    if (typeof json === 'boolean') return json;
    const wanted = 'true or false';
    wrongType(problems, { path, json, wanted, how: `${wanted}, without quotes` });
    return undefined;
  },
  write: (value) => value,
  schema: (): JsonSchema => ({ type: 'boolean' }),
};
