/** One plain sentence for every kind of row: for the event table, the command line and screen readers. */
import type { Cast, Kind, Trace, TraceEvent } from '../../trace/index.ts';
import { clusterSentences } from './cluster-sentences.ts';
import { flowSentences } from './flow-sentences.ts';
import { logSentences } from './log-sentences.ts';
import { Speaker } from './speaker.ts';

/** How a kind of row is put into words. */
export type Sentence<K extends Kind> = (event: TraceEvent<K>, say: Speaker) => string;

/** Sentences by kind. */
export type Sentences<K extends Kind> = { readonly [Each in K]: Sentence<Each> };

const sentences: Sentences<Kind> = {
  ...flowSentences,
  ...logSentences,
  ...clusterSentences,
};

/** What a row tells, as one English sentence. */
export function sentence(trace: Trace, cast: Cast, row: number): string {
  const event = trace.read(row);
  return said(event, new Speaker(trace, cast, event));
}

function said<K extends Kind>(event: TraceEvent<K>, say: Speaker): string {
  const words = sentences[event.kind] as Sentence<K>;
  return words(event, say);
}
