/** What a hunt came to: as lines for people, and as data for machines. */
import type { HuntReport, HuntRequest, Shrunken } from '../hunt/index.ts';
import { counted, seconds } from '../promises/index.ts';

/** What a hunt came to, ready to be printed. */
export interface Outcome {
  readonly name: string;
  readonly request: HuntRequest;
  readonly report: HuntReport;
  readonly seconds: number;
  /** What Ctrl-C broke off, if it did. */
  readonly stopped: 'hunting' | 'shrinking' | undefined;
  readonly shrunken: Shrunken | undefined;
  /** Where the shortest run was saved. */
  readonly file: string | undefined;
}

/** A hunt under way in one line. */
export function progressLine({ promise }: HuntRequest, report: HuntReport, ms: number): string {
  const { seeds, ofSeeds, failingSeeds } = report;
  const held = seeds - failingSeeds;
  const share = seeds === 0 ? 0 : Math.floor((100 * held) / seeds);
  const what = promise === undefined ? 'every promise' : `"${promise}"`;
  return `${seeds} of ${counted(ofSeeds, 'seed')}, ${held} kept ${what} (${share} %), ${speed(seeds, ms / 1000)} seeds/s`;
}

/** A hunt as JSON has it. */
export function asData(outcome: Outcome) {
  const { name, request, report, shrunken, stopped } = outcome;
  return {
    scenario: name,
    from: request.from,
    faults: request.faults,
    seconds: outcome.seconds,
    seedsPerSecond: report.seeds / outcome.seconds,
    stopped: stopped !== undefined,
    ...report,
    shrunken:
      shrunken === undefined
        ? null
        : {
            ...{ kind: shrunken.rule.kind, id: shrunken.rule.id },
            ...{ seed: shrunken.seed, style: shrunken.style, sentence: shrunken.sentence },
            ...{ atMs: shrunken.at / 1000, lines: shrunken.lines, runs: shrunken.runs },
            command: commandOf(outcome, shrunken),
            scenario: JSON.parse(shrunken.text) as unknown,
          },
  };
}

/** A hunt for people. */
export function linesOf(outcome: Outcome): string[] {
  const { name, request, report } = outcome;
  const last = request.from + report.ofSeeds - 1;
  const { seeds, events } = report;
  return [
    `${name}, ${report.ofSeeds === 1 ? `seed ${last}` : `seeds ${request.from} to ${last}`}, faults ${request.faults}`,
    ...stoppedLines(outcome),
    `${counted(seeds, 'seed')} in ${outcome.seconds.toFixed(1)} s, ${speed(seeds, outcome.seconds)} seeds/s, ${counted(events, 'event')}`,
    ...cappedLines(report),
    report.broken.length === 0 ? keptLine(request, report) : failedLine(outcome),
    ...report.broken.flatMap(({ kind, id, text, failingSeeds, first }) => [
      '',
      `  ${kind === 'promise' ? 'broken' : 'ENGINE'}   ${id}: ${text}`,
      `           in ${counted(failingSeeds, 'seed')}, first in seed ${first.seed}, ${first.style}, at ${seconds(first.at)}`,
      `           ${first.sentence}`,
    ]),
    ...(outcome.shrunken === undefined ? [] : shrunkenLines(outcome, outcome.shrunken)),
  ];
}

function speed(seeds: number, inSeconds: number): string {
  return (inSeconds === 0 ? 0 : seeds / inSeconds).toFixed(1);
}

function stoppedLines({ stopped, report }: Outcome): string[] {
  if (stopped === undefined) return [];
  if (stopped === 'shrinking') return ['Stopped before the shortest run was found.'];
  const rest = report.broken.length === 0 ? '' : ' Nothing was made shorter.';
  return [`Stopped after ${report.seeds} of ${counted(report.ofSeeds, 'seed')}.${rest}`];
}

/** A limit ends a run before its own end, and so leaves open what is promised of that. */
function cappedLines({ capped }: HuntReport): string[] {
  if (capped === 0) return [];
  return [
    capped === 1
      ? '1 run was stopped by a limit: what is promised of its end is pending.'
      : `${capped} runs were stopped by a limit: what is promised of their end is pending.`,
  ];
}

function keptLine({ promise }: HuntRequest, { runs, capped }: HuntReport): string {
  if (runs === 0) return 'No run came to its end.';
  if (promise === undefined)
    return capped > 0 ? 'No promise was broken in any run.' : 'Every promise held in every run.';
  return capped > 0
    ? `The promise "${promise}" was not broken in any run; no other was looked for.`
    : `The promise "${promise}" held in every run; no other was looked for.`;
}

/** A seed counts when it has run in every style: one that was broken off may have failed already. */
function failedLine({ report: { failingSeeds, styles }, stopped }: Outcome): string {
  const failing = styles.map(
    ({ style, failing: failed, runs }) => `${style} ${failed} of ${counted(runs, 'run')}`,
  );
  const which =
    stopped === 'hunting' ? 'Failed until then' : `${counted(failingSeeds, 'seed')} failed`;
  return `${which}: ${failing.join(', ')}`;
}

function shrunkenLines(outcome: Outcome, shrunken: Shrunken): string[] {
  const { file } = outcome;
  const { rule, lines, sentence, at, runs, text } = shrunken;
  return [
    '',
    `The shortest run that breaks "${rule.id}", found in ${counted(runs, 'run')}:`,
    ...lines.map((line) => `  ${line}`),
    `  ${seconds(at)}: ${sentence}`,
    '',
    file === undefined
      ? 'Saved as shrunken.json (--out FILE does that) it is seen again with'
      : `It is saved in ${file} and seen again with`,
    `  ${commandOf(outcome, shrunken)}`,
    ...(file === undefined ? ['', text.trimEnd()] : []),
  ];
}

/** How to see the shortest run again. `run` tells of promises; only a hunt looks at the rules of the engine. */
function commandOf({ file }: Outcome, { rule, seed, style }: Shrunken): string {
  const name = quoted(file ?? 'shrunken.json');
  const verb =
    rule.kind === 'promise'
      ? `run ${name} --seed ${seed}`
      : `hunt ${name} --faults given --from ${seed} --seeds 1`;
  return `npm run -s baton -- ${verb} --style ${style}`;
}

/** A word as a shell takes it for one. */
function quoted(word: string): string {
  if (/^[\w./:@%+=-]+$/.test(word)) return word;
  return process.platform === 'win32' ? `"${word}"` : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
