/** Who has to know whom: the price of a style when a flow changes. */
import type { Cast } from '../../trace/index.ts';

/** One service that has to know another. */
export interface Acquaintance {
  /** Index of the service whose code names the other's messages. */
  readonly knower: number;
  readonly known: number;
  /** Indexes of the message types by which it knows it. */
  readonly types: readonly number[];
}

/**
 * Who has to know whom. Whoever hears a fact or a reply knows its sender; whoever sends a command or asks a question
 * knows whom it is addressed to. The pair counts once, however many messages it shares.
 */
export function acquaintances(cast: Cast): readonly Acquaintance[] {
  const found = new Map<string, { knower: number; known: number; types: number[] }>();
  cast.types.forEach((type, index) => {
    cast.services.forEach((service, hearer) => {
      const isOwn = type.sender < 0 || type.sender === hearer;
      if (isOwn || !service.hears.includes(index)) return;
      const addresses = type.kind === 'command' || type.kind === 'query';
      const [knower, known] = addresses ? [type.sender, hearer] : [hearer, type.sender];
      const key = `${knower} ${known}`;
      const pair = found.get(key) ?? { knower, known, types: [] };
      pair.types.push(index);
      found.set(key, pair);
    });
  });
  return [...found.values()].sort((a, b) => a.knower - b.knower || a.known - b.known);
}
