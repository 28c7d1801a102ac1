/** What the palette lists for what is typed. */
import { commandGroups, type Command } from './command.ts';
import { fits } from './fuzzy.ts';

/** Commands under a title. */
export interface FoundGroup {
  readonly title: string;
  readonly commands: readonly Command[];
}

const mostFound = 40;

/** Without a word, what was used last and then everything by group; with one, what fits it, the best first. */
export function findCommands(
  all: readonly Command[],
  typed: string,
  recent: readonly string[],
): readonly FoundGroup[] {
  const groups = typed.trim() === '' ? untyped(all, recent) : [best(all, typed, recent)];
  return groups.filter(({ commands }) => commands.length > 0);
}

function untyped(all: readonly Command[], recent: readonly string[]): readonly FoundGroup[] {
  const last = recent.flatMap((id) => all.filter((each) => each.id === id));
  const others = all.filter((each) => !last.includes(each));
  return [
    { title: 'Used last', commands: last },
    ...commandGroups.map((title) => ({
      title,
      commands: others.filter(({ group }) => group === title),
    })),
  ];
}

function best(all: readonly Command[], typed: string, recent: readonly string[]): FoundGroup {
  const found = all.flatMap((command) => {
    const { id, name, group, also = '' } = command;
    const byName = fits(typed, name);
    // What is only said about a thing counts for less than its name.
    const byWords = fits(typed, `${name} ${group} ${also}`);
    const fit = byName ?? (byWords === undefined ? undefined : byWords / 4);
    if (fit === undefined) return [];
    return [{ command, fit: fit + (recent.includes(id) ? 5 : 0) }];
  });
  const commands = found
    .toSorted((one, other) => other.fit - one.fit)
    .slice(0, mostFound)
    .map(({ command }) => command);
  return { title: 'Found', commands };
}
