/** Changes the title in a scenario's text, and leaves every other character as it is. */
import { parser } from '@lezer/json';

/** The text with this title; the same text when it has none to change. */
export function retitled(text: string, title: string): string {
  const top = parser.parse(text).topNode.getChild('Object');
  for (const property of top?.getChildren('Property') ?? []) {
    const name = property.getChild('PropertyName');
    const value = property.getChild('String');
    if (name === null || value === null || text.slice(name.from, name.to) !== '"title"') continue;
    return text.slice(0, value.from) + JSON.stringify(title) + text.slice(value.to);
  }
  return text;
}
