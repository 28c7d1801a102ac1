/** The claim that a world can be stopped at any event, kept, and gone on with. */
import { features, randomKafka } from '../support/random-kafka.ts';
import { restoringComplaint } from '../support/restoring.ts';
import { builtIn } from '../support/runs.ts';
import { styles, type Style } from '../../src/trace/index.ts';
import { twins, type Answer } from './claims.ts';

function complaintOf(...trial: Parameters<typeof restoringComplaint>): string {
  try {
    return restoringComplaint(...trial);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Stops random worlds at random events, and each of these scenarios in one style or in all. */
export function restoringChangesNothing(
  seeds: number,
  scenarios: readonly string[],
  every: readonly Style[] | 'one',
): Answer {
  const complaints: string[] = [];
  const figures: Record<string, number> = { trials: 0 };
  for (const feature of features) figures[feature] = 0;
  const add = (name: string) => {
    figures[name] = (figures[name] ?? 0) + 1;
  };
  const tell = (where: string, complaint: string) => {
    add('trials');
    if (complaint !== '') complaints.push(`${where}: ${complaint}`);
  };
  for (let seed = 1; seed <= seeds; seed++) {
    const random = randomKafka(seed);
    random.features.forEach(add);
    for (const style of twins)
      tell(`seed ${seed}, ${style}`, complaintOf(random.scenario, style, seed));
  }
  for (const [index, slug] of scenarios.entries()) {
    const scenario = builtIn(slug);
    const chosen = every === 'one' ? [styles[index % styles.length] ?? 'direct'] : every;
    for (const style of chosen)
      tell(`${slug}, ${style}`, complaintOf(scenario, style, scenario.seed));
  }
  return { seeds, complaints, figures };
}
