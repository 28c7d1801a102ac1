/** Writes scenarios in their canonical form, and the JSON Schema of the format. */
import { scenario as scenarioShape } from './description/scenario.ts';
import type { Scenario } from './format.ts';
import { formatJson } from './json/format-json.ts';
import type { Definitions, JsonSchema } from './shapes/shape.ts';

/** The canonical text of a scenario: fields in the order of the format, defaults left out. */
export function writeScenario(scenario: Scenario): string {
  return formatJson(scenarioShape.write(scenario));
}

/** The JSON Schema (draft 2020-12) of scenario files, for editors. It knows the shape, not the meaning. */
export function scenarioSchema(): JsonSchema {
  const definitions: Definitions = new Map();
  scenarioShape.schema(definitions);
  // The scenario itself stands at the top and not behind a reference: some editors look only there.
  const { Scenario: root, ...rest } = Object.fromEntries(definitions);
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'urn:baton:scenario:1',
    ...root,
    $defs: rest,
  };
}
