/** The text beside another one, in the same editor: what was there is shown above what is there now, and each change can be taken back. */
import { getChunks, goToNextChunk, rejectChunk, unifiedMergeView } from '@codemirror/merge';
import { Compartment, StateEffect, type EditorState, type Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';

const comparison = new Compartment();

/** What a text is compared with, and who hears how many changes there are. */
interface Comparison {
  readonly original: string;
  readonly told: (changes: number) => void;
}

/** Compares the text with another one; ends with `undefined`. */
export function compareWith(view: EditorView, wanted: Comparison | undefined): void {
  const inside = wanted === undefined ? [] : comparing(wanted);
  const isThere = comparison.get(view.state) !== undefined;
  view.dispatch({
    effects: isThere
      ? comparison.reconfigure(inside)
      : StateEffect.appendConfig.of(comparison.of(inside)),
  });
  wanted?.told(countChanges(view.state));
}

function countChanges(state: EditorState): number {
  return getChunks(state)?.chunks.length ?? 0;
}

/** Goes to the next change, and from the last one to the first. */
export function toNextChange(view: EditorView): void {
  goToNextChunk(view);
  view.focus();
}

/** Takes back the change in which the cursor is, or else the next one. */
export function revertChange(view: EditorView): void {
  if (!rejectChunk(view)) {
    goToNextChunk(view);
    rejectChunk(view);
  }
  view.focus();
}

function comparing({ original, told }: Comparison): Extension {
  return [
    EditorView.updateListener.of((update) => {
      if (update.docChanged) told(countChanges(update.state));
    }),
    unifiedMergeView({
      original,
      // The language of the page colours what is there; what was there is told by its ground.
      syntaxHighlightDeletions: false,
      collapseUnchanged: { margin: 2, minSize: 6 },
      mergeControls: (type, action) => (type === 'reject' ? revertButton(action) : nothing()),
    }),
    look,
  ];
}

function revertButton(action: (event: MouseEvent) => void): HTMLElement {
  const button = document.createElement('button');
  button.textContent = 'Revert';
  button.title = 'Take this change back';
  button.onclick = action;
  return button;
}

/** To accept a change means nothing here: it is made already. */
function nothing(): HTMLElement {
  return document.createElement('span');
}

const look = EditorView.theme({
  '.cm-deletedChunk': { backgroundColor: 'var(--bad-soft)' },
  '.cm-deletedChunk .cm-deletedText': {
    background: 'none',
    textDecoration: 'line-through',
    textDecorationColor: 'var(--bad)',
  },
  '&.cm-merge-b .cm-changedLine': { backgroundColor: 'var(--ok-soft)' },
  '&.cm-merge-b .cm-changedText': {
    background: 'none',
    textDecoration: 'underline',
    textDecorationColor: 'var(--ok)',
  },
  '&.cm-merge-b .cm-changedLineGutter': { background: 'var(--ok)' },
  '.cm-deletedLineGutter': { background: 'var(--bad)' },
  '.cm-deletedChunk button': {
    minHeight: '22px',
    padding: '0 8px',
    border: '1px solid var(--line-strong)',
    borderRadius: '6px',
    background: 'var(--panel)',
    color: 'var(--ink)',
    font: '12px var(--sans)',
  },
  '.cm-collapsedLines:before, .cm-collapsedLines:after': { content: '"⋯"' },
  '.cm-collapsedLines': {
    padding: '2px 10px',
    background: 'var(--sunken)',
    color: 'var(--ink-2)',
    fontFamily: 'var(--sans)',
    fontSize: '12.5px',
  },
});
