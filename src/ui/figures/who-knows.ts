/** Who knows whom in one style, in words. */
import { acquaintances } from '../../projections/index.ts';
import type { Cast } from '../../trace/index.ts';

/** Whom one service has to know, and by which messages. */
export interface KnownLine {
  readonly knower: string;
  readonly known: readonly { readonly name: string; readonly types: string }[];
}

/** One line for each service that knows another, and the services that know nobody. */
export function whoKnows(cast: Cast): readonly KnownLine[] {
  const all = acquaintances(cast);
  return cast.services
    .map(({ name }, service): KnownLine => ({
      knower: name,
      known: all
        .filter(({ knower }) => knower === service)
        .map(({ known, types }) => ({
          name: cast.services[known]?.name ?? 'nobody',
          types: types.map((type) => cast.types[type]?.name ?? '').join(', '),
        })),
    }))
    .toSorted((one, other) => other.known.length - one.known.length);
}
