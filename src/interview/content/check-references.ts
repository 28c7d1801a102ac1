/** Whether all that an interview names exists, and whether every question can be answered rightly. */
import { brandIn, type LessonProblems } from '../../lessons/index.ts';
import { axes, decisions, type Interview, type Stance } from './interview.ts';

interface Place {
  readonly path: string;
  readonly problems: LessonProblems;
}

/** Tells of names that lead to nothing, of names that stand twice, and of questions without an answer. */
export function checkReferences(interview: Interview, problems: LessonProblems): void {
  checkIds(interview, problems);
  checkRequirements(interview, problems);
  checkBoard(interview, problems);
  checkFailures(interview, problems);
  checkAnswers(interview, problems);
  checkDrill(interview, problems);
  checkBrands(interview, problems);
}

function idsOf(entries: readonly { readonly id: string }[]): readonly string[] {
  return entries.map(({ id }) => id);
}

function checkIds(interview: Interview, problems: LessonProblems): void {
  const lists = {
    questions: interview.questions,
    requirements: interview.requirements,
    estimates: interview.estimates,
    messages: interview.messages,
    controls: interview.controls,
    hops: interview.hops,
    surprises: interview.surprises,
    signs: interview.signs,
    remedies: interview.remedies,
    twists: interview.twists,
    dives: interview.dives,
    operations: interview.operations,
    ...Object.fromEntries(interview.controls.map(({ id, choices }) => [id, choices])),
  };
  for (const [path, entries] of Object.entries(lists)) {
    const ids = idsOf(entries);
    const twice = ids.find((id, index) => ids.indexOf(id) !== index);
    if (twice === undefined) continue;
    problems.add('duplicate-id', path, `"${twice}" stands twice.`, 'Give each an id of its own.');
  }
}

function checkKnown(ids: readonly string[], known: readonly string[], place: Place): void {
  for (const id of ids) {
    if (known.includes(id)) continue;
    const fix = `Write one of: ${known.join(', ')}.`;
    place.problems.add('not-one-of', place.path, `"${id}" leads to nothing.`, fix);
  }
}

function checkRequirements(interview: Interview, problems: LessonProblems): void {
  const { requirements, questions, estimates, messages } = interview;
  const told = questions.flatMap(({ tells }) => tells);
  checkKnown(told, idsOf(requirements), { path: 'questions', problems });
  checkKnown(idsOf(requirements), told, { path: 'requirements', problems });
  const stated = requirements.flatMap(({ states }) => Object.keys(states ?? {}));
  const factors = estimates.flatMap(({ times, over }) => [...times, ...over]);
  const names = factors.filter((each) => typeof each === 'string');
  checkKnown(names, stated, { path: 'estimates', problems });
  checkKnown(
    messages.map(({ owner }) => owner),
    interview.owners,
    { path: 'messages', problems },
  );
  checkKnown(
    messages.map(({ key }) => key),
    interview.keys,
    { path: 'messages', problems },
  );
}

function checkBoard({ controls, hops, twists }: Interview, problems: LessonProblems): void {
  for (const { id, truths } of hops)
    for (const { when } of truths)
      for (const [control, choice] of Object.entries(when)) {
        const path = `hops.${id}`;
        const found = controls.find((each) => each.id === control);
        if (found?.choices.some((each) => each.id === choice) === true) continue;
        const what = `The board has no "${control}" that stands at "${choice}".`;
        problems.add('unknown-control', path, what, 'Name a control and one of its choices.');
      }
  if (!controls.some(({ choices }) => choices.some(({ style }) => style !== undefined)))
    problems.add('missing-field', 'controls', 'No choice says a style.', 'Give one a style.');
  const choices = controls.flatMap((control) => control.choices);
  const twisted = choices.flatMap((choice) => Object.keys(choice.twisted ?? {}));
  checkKnown(twisted, idsOf(twists), { path: 'controls', problems });
}

function checkFailures(interview: Interview, problems: LessonProblems): void {
  for (const { id, shownBy, helpedBy } of interview.surprises) {
    const place = { path: `surprises.${id}`, problems };
    checkKnown(shownBy, idsOf(interview.signs), place);
    checkKnown(helpedBy, idsOf(interview.remedies), place);
  }
}

function checkAnswers({ questions, dives, operations }: Interview, problems: LessonProblems) {
  const asked: readonly (readonly [string, readonly Stance[]])[] = [
    ...questions.map(({ id, trap }) => [`questions.${id}`, trap ?? []] as const),
    ...dives.map(({ id, options }) => [`dives.${id}`, options] as const),
  ];
  for (const [path, options] of asked) {
    const right = options.filter((option) => option.right === true).length;
    if (options.length === 0 || right === 1) continue;
    const what = `${right} of its options are right.`;
    problems.add('no-right-option', path, what, 'Mark exactly one as right.');
  }
  if (!operations.some(({ right }) => right === true))
    problems.add('no-right-option', 'operations', 'None is right.', 'Mark those that are.');
  const traps = questions.filter(({ trap }) => trap !== undefined).length;
  if (traps === 3) return;
  const fix = 'Give exactly three answers a trap.';
  problems.add(traps < 3 ? 'too-few' : 'too-many', 'questions', `There are ${traps} traps.`, fix);
}

function checkDrill({ drill }: Interview, problems: LessonProblems): void {
  decisions.forEach((decision, index) => {
    if (drill[index]?.decision === decision) return;
    const fix = `The order is ${decisions.join(', ')}.`;
    problems.add('misplaced-step', `drill[${index}]`, `Here "${decision}" is decided.`, fix);
  });
}

/** The ideas stand without products: those have a table of their own. */
function checkBrands(interview: Interview, problems: LessonProblems): void {
  for (const said of textsOf(interview)) {
    const brand = brandIn(said);
    if (brand === undefined) continue;
    const fix = 'Say what it can do, not what it is called.';
    problems.add('brand-name', said.slice(0, 40), `"${brand}" is named.`, fix);
  }
}

/** All that an interview says, but for what the interviewer says: people do name products. */
function textsOf(interview: Interview): readonly string[] {
  const { requirements, estimates, controls, hops, surprises, dives, operations } = interview;
  return [
    ...[...requirements, ...hops, ...surprises, ...operations].map(({ text }) => text),
    ...[...estimates, ...dives].map(({ question }) => question),
    ...[...dives.flatMap(({ options }) => options)].map(({ text }) => text),
    ...controls.flatMap(({ label, choices }) => [label, ...choices.map((each) => each.label)]),
    ...Object.values(interview.models),
    ...axes.map((axis) => interview.evidence[axis].lesson),
  ];
}
