/** What may stand where the cursor is, from the schema: fields with their meaning, and values; and the same for what the pointer rests on. */
import type { Completion, CompletionContext, CompletionResult } from '@codemirror/autocomplete';
import { snippetCompletion } from '@codemirror/autocomplete';
import { ensureSyntaxTree, syntaxTree } from '@codemirror/language';
import type { EditorState, Extension } from '@codemirror/state';
import { hoverTooltip } from '@codemirror/view';
import { keyOf } from './places.ts';
import {
  choicesOf,
  documentationAt,
  fieldsOf,
  kindOf,
  meaningOf,
  nameOf,
  schemasAt,
  type SchemaField,
  type SyntaxNode,
} from './schema-reading.ts';

/** So long a text that was not read to its end yet is waited for, in milliseconds. */
const patience = 100;

function treeOf(state: EditorState) {
  return ensureSyntaxTree(state, state.doc.length, patience) ?? syntaxTree(state);
}

/** Offers fields and values. By itself only behind a quotation mark or in a word; when asked, anywhere. */
export function schemaCompletion(context: CompletionContext): CompletionResult | null {
  const { state, pos, explicit } = context;
  const text = state.doc.toString();
  const node = treeOf(state).resolveInner(pos, -1);
  if (isWord(node)) {
    // Behind a closed string nothing is being written.
    if (!explicit && pos === node.to && text[pos - 1] === '"' && node.to - node.from > 1)
      return null;
    return node.name === 'PropertyName' || isLoneString(node)
      ? fieldsAt(node, text, node)
      : valuesAt(node, text, node);
  }
  if (!explicit) return null;
  const place = { from: pos, to: pos };
  const around = containerOf(node);
  if (around === undefined) return null;
  return around.name === 'Object' ? fieldsAt(around, text, place) : valuesAt(around, text, place);
}

const words = new Set(['PropertyName', 'String', 'Number', 'True', 'False', 'Null']);

function isWord(node: SyntaxNode): boolean {
  return words.has(node.name);
}

/** A string in an object that is no member yet: its colon is missing. */
function isLoneString(node: SyntaxNode): boolean {
  return node.name === 'String' && objectOf(node)?.name === 'Object';
}

/** The object or list in which something stands, over what the parser could not read. */
function objectOf(node: SyntaxNode): SyntaxNode | null {
  let { parent } = node;
  while (parent?.type.isError === true) parent = parent.parent;
  return parent;
}

/** What the cursor stands in: a list, an object, or a member behind its colon. */
function containerOf(node: SyntaxNode): SyntaxNode | undefined {
  for (let at: SyntaxNode | null = node; at !== null; at = at.parent)
    if (at.name === 'Object' || at.name === 'Array' || at.name === 'Property') return at;
  return undefined;
}

interface Place {
  readonly from: number;
  readonly to: number;
}

function fieldsAt(node: SyntaxNode, text: string, { from, to }: Place): CompletionResult | null {
  let object: SyntaxNode | null = node;
  while (object !== null && object.name !== 'Object') object = object.parent;
  if (object === null) return null;
  const here = node.parent?.name === 'Property' ? node.parent : undefined;
  const there = new Set(
    object
      .getChildren('Property')
      .filter((property) => property.from !== here?.from)
      .map((property) => nameOf(property, text)),
  );
  // A name with its value stays as it is but for the name.
  const hasValue = /^\s*:/.test(text.slice(to));
  const comma = /^\s*"/.test(text.slice(to)) ? ',' : '';
  const options = fieldsOf(object, text)
    // What has no meaning here is for other programs.
    .filter(({ name, schema }) => !there.has(name) && schema.description !== undefined)
    .map((field): Completion => {
      const shown = {
        label: JSON.stringify(field.name),
        displayLabel: field.name,
        type: 'property',
        detail: field.isRequired ? 'required' : '',
        info: meaningOf(field),
        boost: field.isRequired ? 1 : 0,
      };
      return hasValue ? shown : snippetCompletion(`${shown.label}: ${hole(field)}${comma}`, shown);
    });
  return options.length === 0 ? null : { from, to, options, filter: true };
}

/** What stands behind a new field: the cursor is where something is to be written. */
function hole({ schema }: SchemaField): string {
  if (schema.type === 'object' || schema.properties !== undefined) return '{ ${} }';
  if (schema.type === 'array') return '[${}]';
  if (schema.oneOf !== undefined) return '{ ${} }';
  const [choice] = choicesOf(schema);
  if (choice !== undefined) return `\${${choice.text.replaceAll(/[{}]/g, '')}}`;
  if (schema.type === 'string') return '"${}"';
  return `\${${schema.minimum ?? 0}}`;
}

function valuesAt(node: SyntaxNode, text: string, { from, to }: Place): CompletionResult | null {
  const inList = node.name === 'Array';
  const shapes = inList
    ? schemasAt(node, text).flatMap(({ items }) => (items === undefined ? [] : [items]))
    : schemasAt(node, text);
  const options = new Map<string, Completion>();
  for (const schema of shapes)
    for (const { text: value, info } of choicesOf(schema))
      if (!options.has(value))
        options.set(value, {
          ...{ label: value, type: 'enum', detail: info },
          info: schema.description ?? kindOf(schema),
        });
  const property = node.name === 'Property' ? node : node.parent;
  if (property?.name === 'Property')
    for (const id of idsFor(nameOf(property, text), node, text))
      options.set(id, { label: id, type: 'constant' });
  return options.size === 0 ? null : { from, to, options: [...options.values()] };
}

/** Fields that name a part of the same file, and the list that it stands in. */
const namesOf: Readonly<Record<string, readonly string[]>> = {
  service: ['services', 'readers'],
  owner: ['services'],
  topic: ['broker', 'topics'],
  step: ['flow', 'steps'],
};

/** The ids of this file that a field can name, as they are written. */
function idsFor(field: string, node: SyntaxNode, text: string): readonly string[] {
  const lists = Object.hasOwn(namesOf, field) ? (namesOf[field] ?? []) : [];
  let top: SyntaxNode = node;
  while (top.parent !== null) top = top.parent;
  const found: string[] = [];
  const look = (object: SyntaxNode | null) => {
    for (const property of object?.getChildren('Property') ?? []) {
      if (!lists.includes(nameOf(property, text))) continue;
      look(property.getChild('Object'));
      for (const entry of property.getChild('Array')?.getChildren('Object') ?? [])
        for (const member of entry.getChildren('Property')) {
          const value = member.getChild('String');
          if (nameOf(member, text) === 'id' && value !== null)
            found.push(JSON.stringify(keyOf(text.slice(value.from, value.to))));
        }
    }
  };
  look(top.getChild('Object'));
  return found;
}

/** What the field means in which the cursor is; empty where the schema says nothing. */
export function meaningAt(state: EditorState): string {
  const { head } = state.selection.main;
  const tree = treeOf(state);
  let node = tree.resolveInner(head, -1);
  // Before or behind everything on a line, the line's own field is meant.
  if (node.name === 'Object' || node.parent?.name === 'Object') {
    const line = state.doc.lineAt(head);
    node = tree.resolveInner(line.from + line.text.search(/\S|$/), 1);
  }
  return documentationAt(node, state.doc.toString());
}

/** Says what a field means when the pointer rests on its name. */
export const meaningOnHover: Extension = hoverTooltip((view, pos) => {
  const { state } = view;
  const node = treeOf(state).resolveInner(pos, 1);
  if (node.name !== 'PropertyName') return null;
  const said = documentationAt(node, state.doc.toString());
  if (said === '') return null;
  return {
    ...{ pos: node.from, end: node.to, above: true },
    create: () => {
      const dom = document.createElement('div');
      dom.className = 'cm-sentence';
      dom.textContent = said;
      return { dom };
    },
  };
});
