/** The face of the exports: a run as files that other programs open. All are functions of a trace. */
export { cloudEventPieces } from './cloud-events.ts';
export { eventCsvPieces, figureRows, figuresCsv, lagCsvPieces } from './csv.ts';
export { otlpPieces } from './otlp.ts';
export { markdownReport, struckRows, type ToldPromise, type ToldStyle } from './report.ts';
export { exportName, type ToldRun } from './run-name.ts';
export type { Span, SpanPart } from './span.ts';
export { spanLabel } from './span-words.ts';
export { spansOfOrder } from './spans.ts';
