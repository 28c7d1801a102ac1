/** The keys of a presentation, as a clicker sends them and as a hand finds them: one table for the keys and for their help. */
import { strokeOf, type Press, type Stroke } from '../commands/command.ts';

/** What can be asked of a presentation. */
export type Wish =
  | 'next'
  | 'back'
  | 'play'
  | 'black'
  | 'freeze'
  | 'spotlight'
  | 'picture'
  | 'other'
  | 'begin'
  | 'code'
  | 'revote'
  | 'keys'
  | 'leave'
  /** For the answer at a place, from 0: a hand more, or one fewer. */
  | { readonly answer: number; readonly hands: 1 | -1 }
  /** Moves the spotlight by so many steps. */
  | { readonly right: number; readonly down: number };

/** A wish with the strokes that ask for it. */
export interface Key {
  readonly wish: Extract<Wish, string>;
  readonly name: string;
  readonly strokes: readonly Stroke[];
}

const on = ['PageDown', 'ArrowRight', 'ArrowDown'] as const;
const back: Key = { wish: 'back', name: 'Back', strokes: ['PageUp', 'ArrowLeft', 'ArrowUp'] };
const play: Key = { wish: 'play', name: 'Play the run, pause', strokes: ['Space'] };
const black: Key = { wish: 'black', name: 'Black screen', strokes: ['.', 'b'] };
const light: Key = { wish: 'spotlight', name: 'Spotlight', strokes: ['s'] };
const others: readonly Key[] = [
  { wish: 'other', name: 'The other style', strokes: ['o'] },
  { wish: 'code', name: 'Link and QR code', strokes: ['q'] },
  { wish: 'keys', name: 'These keys', strokes: ['?', 'h'] },
  { wish: 'leave', name: 'Leave', strokes: ['Escape', 'p'] },
];

/** All keys that ask for one thing of a lesson. */
export const lessonKeys: readonly Key[] = [
  { wish: 'next', name: 'On: the answer, the next step', strokes: on },
  ...[back, play, black],
  { wish: 'freeze', name: 'Freeze: only votes count', strokes: ['f'] },
  light,
  { wish: 'picture', name: 'The picture alone', strokes: ['v'] },
  { wish: 'revote', name: 'Vote again', strokes: ['r'] },
  ...others,
];

/** The same of the lab. */
export const labKeys: readonly Key[] = [
  { wish: 'next', name: 'On: the next milestone', strokes: on },
  ...[back, play],
  { wish: 'begin', name: 'To the beginning', strokes: ['Home'] },
  black,
  { wish: 'freeze', name: 'Freeze: nothing moves', strokes: ['f'] },
  light,
  ...others,
];

/** How the keys that count hands and those that move the spotlight are told. */
export function moreKeys(
  keys: readonly Key[],
): readonly { readonly name: string; readonly caps: string }[] {
  const votes = [
    { name: 'One vote more', caps: '1 … 9' },
    { name: 'One vote fewer', caps: 'Shift 1 … 9' },
  ];
  const hasVotes = keys.some(({ wish }) => wish === 'revote');
  return [...(hasVotes ? votes : []), { name: 'Move the spotlight', caps: 'Shift ← ↑ → ↓' }];
}

const arrows: Readonly<Record<string, string>> = {
  ...{ ArrowLeft: '←', ArrowRight: '→', ArrowUp: '↑', ArrowDown: '↓' },
  ...{ PageUp: 'Page ↑', PageDown: 'Page ↓' },
};

/** A stroke as its cap is labelled. */
export function capOf(stroke: Stroke): string {
  return arrows[stroke] ?? (stroke.length === 1 ? stroke.toUpperCase() : stroke);
}

const moves: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** What a press asks for; undefined for a key that is none of ours. */
export function wishOf(press: Press, keys: readonly Key[]): Wish | undefined {
  const { key, code, shiftKey, ctrlKey, metaKey, altKey } = press;
  if (ctrlKey || metaKey || altKey) return undefined;
  const digit = /^(?:Digit|Numpad)([1-9])$/.exec(code)?.[1];
  if (digit !== undefined && (key === digit || shiftKey))
    return { answer: Number(digit) - 1, hands: shiftKey ? -1 : 1 };
  const move = moves[key];
  if (shiftKey && move !== undefined) return { right: move[0], down: move[1] };
  const stroke = strokeOf(press).replace(/^Shift\+(?=[a-z]$)/, '');
  return keys.find(({ strokes }) => strokes.includes(stroke))?.wish;
}
