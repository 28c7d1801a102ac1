/** The code editor itself: CodeMirror with what JSON needs. It stands in a shadow root, so that its styles are its own and keep to a strict policy. */
import {
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
} from '@codemirror/autocomplete';
import {
  defaultKeymap,
  history,
  historyKeymap,
  indentWithTab,
  redo,
  undo,
} from '@codemirror/commands';
import { json } from '@codemirror/lang-json';
import {
  bracketMatching,
  codeFolding,
  foldGutter,
  foldKeymap,
  indentOnInput,
} from '@codemirror/language';
import { lintGutter, lintKeymap, setDiagnostics } from '@codemirror/lint';
import { openSearchPanel, search, searchKeymap } from '@codemirror/search';
import { EditorState, type Extension } from '@codemirror/state';
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
} from '@codemirror/view';
import type { PlacedProblem } from './check.ts';
import type * as Comparison from './compare.ts';
import { meaningAt, meaningOnHover, schemaCompletion } from './completion.ts';
import type { Place } from './places.ts';
import { theme } from './theme.ts';

/** Who listens to what happens in the editor. */
export interface Listener {
  readonly changed: (text: string) => void;
  /** What the field means in which the cursor is now. */
  readonly meant: (meaning: string) => void;
}

/** A text with its history, to be shown by a `CodeView`. */
export function newState(text: string, { changed, meant }: Listener): EditorState {
  return EditorState.create({
    doc: text,
    extensions: [
      writing,
      keys,
      theme,
      EditorView.updateListener.of((update) => {
        if (update.docChanged) changed(update.state.doc.toString());
        if (update.docChanged || update.selectionSet) meant(meaningAt(update.state));
      }),
    ],
  });
}

const writing: Extension = [
  lineNumbers(),
  highlightActiveLineGutter(),
  lintGutter(),
  foldGutter(),
  codeFolding(),
  history(),
  drawSelection(),
  indentOnInput(),
  bracketMatching(),
  closeBrackets(),
  autocompletion({ override: [schemaCompletion], icons: false }),
  meaningOnHover,
  highlightActiveLine(),
  search({ top: true }),
  json(),
  EditorView.lineWrapping,
  EditorView.contentAttributes.of({ 'aria-label': 'Scenario as JSON', tabindex: '0' }),
  // A file that is dropped is opened by the page: its text is not put into the middle of another one.
  EditorView.domEventHandlers({
    drop: (event) => event.dataTransfer?.types.includes('Files') ?? false,
  }),
];

const keys = keymap.of([
  ...closeBracketsKeymap,
  ...defaultKeymap,
  ...searchKeymap,
  ...historyKeymap,
  ...foldKeymap,
  ...completionKeymap,
  ...lintKeymap,
  // Escape and then Tab leaves: CodeMirror sees to that.
  indentWithTab,
]);

/** The code editor on the page. */
export class CodeView {
  readonly #view: EditorView;
  #comparison: typeof Comparison | undefined;

  constructor(host: HTMLElement, state: EditorState) {
    const root = host.shadowRoot ?? host.attachShadow({ mode: 'open' });
    this.#view = new EditorView({ state, parent: root, root });
  }

  /** Marks what is wrong, in place of what was marked before. */
  mark(problems: readonly PlacedProblem[]): void {
    const { length } = this.#view.state.doc;
    const diagnostics = problems.map(({ from, to, message, fix }) => ({
      from: Math.min(from, length),
      to: Math.min(to, length),
      severity: 'error' as const,
      message: `${message} ${fix}`,
    }));
    this.#view.dispatch(setDiagnostics(this.#view.state, diagnostics));
    // The list of problems takes room away: what is being typed stays in sight.
    if (this.#view.hasFocus)
      this.#view.dispatch({
        effects: EditorView.scrollIntoView(this.#view.state.selection.main.head),
      });
  }

  /** Puts the cursor there, and the focus. */
  goTo({ from, to }: Place): void {
    const { length } = this.#view.state.doc;
    const selection = { anchor: Math.min(from, length), head: Math.min(to, length) };
    this.#view.dispatch({
      selection,
      effects: EditorView.scrollIntoView(selection.anchor, { y: 'center' }),
    });
    this.#view.focus();
  }

  /** Puts another text in place of all: that can be undone like any other change. */
  replaceAll(text: string): void {
    const { doc } = this.#view.state;
    if (doc.toString() === text) return;
    this.#view.dispatch({ changes: { from: 0, to: doc.length, insert: text }, userEvent: 'input' });
  }

  undo(): void {
    undo(this.#view);
  }
  redo(): void {
    redo(this.#view);
  }
  find(): void {
    openSearchPanel(this.#view);
  }
  focus(): void {
    this.#view.focus();
  }

  /** Shows what is different from another text, and tells how many places are. Rejects when that part cannot be loaded. */
  async compare(original: string, told: (changes: number) => void): Promise<void> {
    this.#comparison = await import('./compare.ts');
    this.#comparison.compareWith(this.#view, { original, told });
  }
  endComparison(): void {
    this.#comparison?.compareWith(this.#view, undefined);
  }
  toNextChange(): void {
    this.#comparison?.toNextChange(this.#view);
  }
  /** Takes back the change in which the cursor is, or else the next one. */
  revertChange(): void {
    this.#comparison?.revertChange(this.#view);
  }

  /** Ends, and leaves the text with its history. */
  close(): EditorState {
    this.endComparison();
    const { state } = this.#view;
    this.#view.destroy();
    return state;
  }
}
