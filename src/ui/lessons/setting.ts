/** How the lab is set for a step: what is on view, which panel is open, who is lit. */
import type { Lesson, LessonStep, Query } from '../../lessons/index.ts';
import type { Style } from '../../trace/index.ts';
import type { Panel } from '../run/panels.ts';

/** The lab at a step. */
export interface Setting {
  /** The styles on view. */
  readonly shown: readonly Style[];
  /** The panel to open; undefined for none that stands under the stage. */
  readonly panel: Panel | undefined;
  /** Who is lit on the stage; empty for everybody. */
  readonly lit: readonly string[];
}

/** The panels of the page by the names that lessons use; the stage has a place of its own. */
const panels: Readonly<Record<string, Panel>> = {
  log: 'Log',
  lag: 'Lag',
  score: 'Score',
  trace: 'Trace',
  machines: 'States',
  events: 'Events',
  differences: 'Diff',
  'dead-letters': 'Dead letters',
  promises: 'Promises',
};

/** How the lab is set for a step of a lesson. */
export function settingOf(lesson: Lesson, step: LessonStep): Setting {
  const named = step.stage?.panels ?? [];
  return {
    shown: shownAt(lesson, step),
    panel: named.map((name) => panels[name]).find((panel) => panel !== undefined),
    lit: step.stage?.lit ?? [],
  };
}

function shownAt(lesson: Lesson, step: LessonStep): readonly Style[] {
  if (step.kind === 'promise') return step.styles;
  if (step.kind === 'observe') return [styleOf(step.ask) ?? lesson.style];
  // Differences are seen between two.
  if (step.stage?.panels.includes('differences') === true) return ['choreography', 'orchestration'];
  return [step.kind === 'run' ? step.style : lesson.style];
}

/** The style that a question is about, when it names one. */
function styleOf(query: Query): Style | undefined {
  return 'in' in query ? query.in : undefined;
}
