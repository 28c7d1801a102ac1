/** One report of many: the hunters of a pool each have seeds of their own, and together they tell what one alone would. */
import { styles, type Style } from '../trace/index.ts';
import type { BrokenRule, HuntReport, StyleTally } from './report.ts';

/** The reports of hunters with different seeds as one, whatever their order. */
export function merged(reports: readonly HuntReport[]): HuntReport {
  const total = (of: (report: HuntReport) => number) =>
    reports.reduce((sum, report) => sum + of(report), 0);
  return {
    seeds: total(({ seeds }) => seeds),
    ofSeeds: total(({ ofSeeds }) => ofSeeds),
    runs: total(({ runs }) => runs),
    events: total(({ events }) => events),
    capped: total(({ capped }) => capped),
    failingSeeds: total(({ failingSeeds }) => failingSeeds),
    styles: talliesOf(reports),
    broken: brokenOf(reports),
  };
}

function talliesOf(reports: readonly HuntReport[]): StyleTally[] {
  const tallies = new Map<Style, StyleTally>();
  for (const { style, runs, failing } of reports.flatMap((report) => report.styles)) {
    const before = tallies.get(style) ?? { style, runs: 0, failing: 0 };
    tallies.set(style, { style, runs: before.runs + runs, failing: before.failing + failing });
  }
  return [...tallies.values()].toSorted((one, other) => rankOf(one.style) - rankOf(other.style));
}

function brokenOf(reports: readonly HuntReport[]): BrokenRule[] {
  const rules = new Map<string, { readonly rule: BrokenRule; readonly place: number }>();
  for (const { broken } of reports)
    broken.forEach((rule, place) => {
      const key = `${rule.kind} ${rule.id}`;
      const before = rules.get(key);
      const failingSeeds = rule.failingSeeds + (before?.rule.failingSeeds ?? 0);
      const first = before === undefined || isEarlier(rule, before.rule) ? { rule, place } : before;
      rules.set(key, { ...first, rule: { ...first.rule, failingSeeds } });
    });
  return [...rules.values()]
    .toSorted(
      ({ rule: { first: one }, place }, { rule: { first: other }, place: otherPlace }) =>
        one.seed - other.seed ||
        rankOf(one.style) - rankOf(other.style) ||
        // Rules that fell in one and the same run keep the order in which that run tells them.
        place - otherPlace,
    )
    .map(({ rule }) => rule);
}

function isEarlier({ first: one }: BrokenRule, { first: other }: BrokenRule): boolean {
  return one.seed < other.seed;
}

function rankOf(style: Style): number {
  return styles.indexOf(style);
}
