/** Whether messages have names of their own, facts in the past tense and commands in the imperative. */
import type { ProblemList } from '../problems.ts';
import { quote } from '../wording.ts';
import type { NamedMessage, Scene } from './scene.ts';

/** The names of all messages of the flow. */
export function checkMessages({ messages }: Scene, problems: ProblemList): void {
  const first = new Map<string, NamedMessage>();
  const imperatives = new Set([...commonImperatives, ...messages.flatMap(imperativeOf)]);
  for (const message of messages) {
    const earlier = first.get(message.name);
    if (earlier === undefined) first.set(message.name, message);
    else tellDuplicate(message, earlier, problems);
    if (message.role === 'fact') checkFact(message, imperatives, problems);
    else checkCommand(message, problems);
  }
}

/** Verbs that are hardly ever the noun with which a fact begins. */
const commonImperatives = [
  'Send',
  'Do',
  'Make',
  'Get',
  'Create',
  'Notify',
  'Reserve',
  'Refund',
  'Cancel',
];

/** Verbs after which a participle is the object: "MarkPaid" is a command. */
const declaring = /^(Mark|Set|Make|Record|Report|Flag|Declare|Confirm|Get|Keep|Leave)/;

// Only the clear cases: a teacher's own good name must not be refused by a rule of thumb.
const pastWord =
  /([^e]ed|[a-z]en|own|awn|Paid|Made|Done|Sent|Spent|Held|Sold|Told|Built|Bought|Brought|Caught|Lost|Kept|Left|Met|Set|Put|Cut|Hit|Shut|Split|Found|Bound|Won|Begun|Run|Gone|Sunk|Struck|Stuck|Hung|Read|Fed|Led|Bid|Let|Spread|Reset|Dealt|Felt|Sought|Taught|Thought)$/;

function imperativeOf({ name, role }: NamedMessage): readonly string[] {
  return role === 'command' && !pastWord.test(name) ? [firstWord(name)] : [];
}

function firstWord(name: string): string {
  return /^[A-Z][a-z0-9]*/.exec(name)?.[0] ?? name;
}

function tellDuplicate(message: NamedMessage, earlier: NamedMessage, problems: ProblemList): void {
  const { name, path } = message;
  const what = `The name ${quote(name)} is used twice: ${earlier.path} has it already.`;
  const fix = 'Give every command and every fact a name of its own.';
  problems.add({ code: 'duplicate-message', path, message: what, fix });
}

function checkFact(
  { name, path }: NamedMessage,
  imperatives: ReadonlySet<string>,
  problems: ProblemList,
): void {
  if (!imperatives.has(firstWord(name)) || pastWord.test(name)) return;
  const message = `${quote(name)} sounds like a command, and here a fact is named.`;
  const fix = 'Say in the past tense what has happened, for instance "CardCharged".';
  problems.add({ code: 'fact-not-past', path, message, fix });
}

function checkCommand({ name, path }: NamedMessage, problems: ProblemList): void {
  const endsInPast = /[a-z]{2}[^e\W]ed$/.test(name) && firstWord(name) !== name;
  if (!endsInPast || declaring.test(name)) return;
  const message = `${quote(name)} sounds like a fact, and here a command is named.`;
  const fix = 'Say in the imperative what is to be done, for instance "ChargeCard".';
  problems.add({ code: 'command-not-imperative', path, message, fix });
}
