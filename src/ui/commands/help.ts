/** The help: every command that has a key, by group. */
import { commandGroups, type CommandGroup } from './command.ts';
import type { KeyedCommand } from './keyed.ts';

/** The commands of one group. */
export interface HelpGroup {
  readonly title: CommandGroup;
  readonly lines: readonly KeyedCommand[];
}

/** What the help lists. */
export function helpOf(commands: readonly KeyedCommand[]): readonly HelpGroup[] {
  return commandGroups
    .map((title) => ({ title, lines: commands.filter(({ group }) => group === title) }))
    .filter(({ lines }) => lines.length > 0);
}
