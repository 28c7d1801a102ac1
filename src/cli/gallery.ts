/** What the gallery shows of the built-in scenarios: their own words, and each one's run at a glance, carried out when the page is built. */
import { previewOf, previewSpan, type Exhibit, type ExhibitRun } from '../projections/index.ts';
import { PromiseKeeper } from '../promises/index.ts';
import { readScenario, type Scenario } from '../scenario/index.ts';
import { World, compile, tableRunner } from '../simulation/index.ts';
import type { Style } from '../trace/index.ts';
import { Faulty, slugs, textOf } from './scenarios.ts';

/** All built-in scenarios in the order of the alphabet, with what came of them at their own seed. */
export function gallery(): readonly Exhibit[] {
  const scenarios = new Map(slugs.map((slug) => [slug, read(slug)]));
  const twins = new Map<string, string>();
  for (const [slug, scenario] of scenarios) {
    const twin = twinOf(slug, scenario);
    if (twin === undefined || !scenarios.has(twin)) continue;
    twins.set(slug, twin);
    twins.set(twin, slug);
  }
  const worlds = new Map(
    [...scenarios].map(([slug, scenario]) => {
      const twin = scenarios.get(twins.get(slug) ?? '');
      return [slug, finished(scenario, stylesOf(scenario, twin))];
    }),
  );
  return [...scenarios].map(([slug, scenario]) => {
    const twin = twins.get(slug);
    const own = worlds.get(slug) ?? [];
    // Twins are compared, so both have the scale of the one that is set right: the other is often slow beyond any picture.
    const span = spanOf((scenario.repair && worlds.get(twin ?? '')) ?? own);
    return {
      ...{ slug, title: scenario.title, summary: scenario.summary },
      ...scenario.gallery,
      ...(twin === undefined ? {} : { twin, isWrong: scenario.repair !== undefined }),
      runs: own.map((world) => runOf(scenario, world, span)),
    };
  });
}

function read(slug: string): Scenario {
  const answer = readScenario(textOf(slug));
  if (answer.kind === 'problems') throw new Faulty(slug, answer.problems);
  return answer.scenario;
}

/** A scenario that is set wrongly on purpose has a repair; the one that is set right has the same name without the last word. */
function twinOf(slug: string, { repair }: Scenario): string | undefined {
  const ending = '-naive';
  return repair !== undefined && slug.endsWith(ending) ? slug.slice(0, -ending.length) : undefined;
}

/** Twins are shown in a style in which the one breaks its promise; a scenario by itself in both main styles. */
function stylesOf(scenario: Scenario, twin: Scenario | undefined): readonly Style[] {
  const shown = scenario.styles.filter((style) => style !== 'direct');
  if (twin === undefined) return shown.length > 0 ? shown : scenario.styles;
  const breaking = (scenario.repair ?? twin.repair)?.styles ?? scenario.styles;
  return breaking.slice(0, 1);
}

function finished(scenario: Scenario, styles: readonly Style[]): readonly World[] {
  return styles.map((style) => {
    const world = new World(compile(scenario, style), scenario.seed, { runner: tableRunner });
    world.run();
    return world;
  });
}

function spanOf(worlds: readonly World[]): number {
  return Math.max(1, ...worlds.map(({ trace, cast }) => previewSpan(trace, cast)));
}

function runOf(scenario: Scenario, { trace, cast }: World, span: number): ExhibitRun {
  const keeper = new PromiseKeeper(scenario, cast);
  keeper.see(trace, 0);
  const verdicts = keeper.verdicts();
  const broken = verdicts
    .filter(({ state }) => state === 'broken')
    .toSorted((one, other) => one.firstAt - other.firstAt);
  return {
    style: cast.style,
    ...previewOf(trace, cast, span),
    promises: verdicts.length,
    broken: broken.map(({ text, firstAt }) => ({ text, at: firstAt })),
    span,
  };
}
