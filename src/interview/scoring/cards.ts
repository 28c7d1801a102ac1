/** Whether a decision card is consistent: every slot is filled, fits the others, and fits the board. Its brand counts for nothing. */
import { contradicts } from '../capabilities/brands.ts';
import { capabilityOf, type CapabilityId } from '../capabilities/table.ts';
import { capabilitiesOf } from '../round/board.ts';
import { most, type DecisionCard } from '../round/round.ts';
import type { Case } from './axis.ts';

/** What a card is worth. */
export interface CardFinding {
  readonly capability: string;
  /** Requirement, capability, guarantee and cost fit each other and the board. */
  readonly isSound: boolean;
  /** And so do what would change the decision, and what was rejected. */
  readonly isWhole: boolean;
  /** What is wrong with it; empty when nothing is. */
  readonly says: string;
  /** The brand is known to lack what was chosen. Told, and never counted. */
  readonly isContradicted: boolean;
}

/** What the cards of a round are worth: at most six, and one for each capability. */
export function cardsOf(given: Omit<Case, 'runs'>): readonly CardFinding[] {
  const seen = new Set<string>();
  return given.round.cards.slice(0, most.cards).map((card) => {
    const finding = findingOf(card, given);
    if (seen.has(card.choose))
      return { ...finding, isSound: false, isWhole: false, says: 'This was decided before.' };
    if (finding.isSound) seen.add(card.choose);
    return finding;
  });
}

function findingOf(card: DecisionCard, given: Omit<Case, 'runs'>): CardFinding {
  const unsound = unsoundness(card, given);
  const open = unsound === '' ? openness(card, given) : unsound;
  return {
    capability: card.choose,
    isSound: unsound === '',
    isWhole: open === '',
    says: open,
    isContradicted:
      capabilityOf(card.choose) !== undefined &&
      contradicts(card.brand, card.choose as CapabilityId),
  };
}

function includes(list: readonly string[], entry: string): boolean {
  return list.includes(entry);
}

function unsoundness(card: DecisionCard, { interview, round }: Omit<Case, 'runs'>): string {
  const requirement = interview.requirements.find(({ id }) => id === card.because);
  const capability = capabilityOf(card.choose);
  const isPinned = round.pinned.some((each) => each.requirement === card.because);
  if (requirement === undefined || !isPinned) return 'Its requirement was never written down.';
  if (capability === undefined) return 'It chooses no capability.';
  if (!includes(capabilitiesOf(interview, round.choices), card.choose))
    return 'The board does not have what it chooses.';
  if (!includes(capability.gives, card.soThat)) return `It does not give “${card.soThat}”.`;
  if (!includes(requirement.needs, card.soThat))
    return `The requirement does not ask for “${card.soThat}”.`;
  return includes(capability.costs, card.costs) ? '' : 'That is not what it costs.';
}

function openness(card: DecisionCard, { interview, round }: Omit<Case, 'runs'>): string {
  const chosen = capabilityOf(card.choose);
  const rejected = capabilityOf(card.rejected);
  if (chosen === undefined || !includes(chosen.until, card.changeIf))
    return 'That would not change the decision.';
  if (rejected === undefined || card.rejected === card.choose) return 'It rejects nothing.';
  if (includes(capabilitiesOf(interview, round.choices), card.rejected))
    return 'It rejects what the board has.';
  if (!includes(rejected.gives, card.soThat))
    return 'What it rejects would not have met the requirement.';
  return includes(rejected.costs, card.rejectedBecause)
    ? ''
    : 'That does not speak against what it rejects.';
}
