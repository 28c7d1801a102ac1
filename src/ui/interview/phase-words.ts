/** The phases of a round in words. */
import type { Phase } from '../../interview/index.ts';

/** What a phase is called, and what is done in it. */
export const phaseWords: Readonly<
  Record<Phase, { readonly name: string; readonly title: string }>
> = {
  requirements: { name: 'Clarify', title: 'What is needed?' },
  estimate: { name: 'Estimate', title: 'How much is that?' },
  design: { name: 'Design', title: 'Your design' },
  'first-run': { name: 'First run', title: 'Does it run?' },
  dives: { name: 'Deep dives', title: 'Two questions into the depth' },
  surprise: { name: 'Surprises', title: 'What if …' },
  'trade-offs': { name: 'Trade-offs', title: 'Why this, and at what price?' },
  summary: { name: 'Summary', title: 'In your own words' },
};
