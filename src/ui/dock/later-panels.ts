/** Where each panel is loaded from, when it is opened for the first time. The log is there from the beginning. */
import type { Component } from 'svelte';
import type { Scenario } from '../../scenario/index.ts';
import type { Moment } from '../run/moments.svelte.ts';
import type { Panel } from '../run/panels.ts';

/** What a panel of a moment or of the scenario is given; it takes of that what it needs. */
export interface PanelProps {
  readonly moment: Moment;
  readonly scenario: Scenario;
}

type Load<Props extends object> = () => Promise<{ readonly default: Component<Props> }>;

/** A panel by how it is loaded: `free` ones look about by themselves. */
export type LaterPanel =
  | { readonly kind: 'free'; readonly load: Load<Record<string, never>> }
  | { readonly kind: 'given'; readonly load: Load<PanelProps> };

/** One loader for each panel. */
export const laterPanels: Readonly<Record<Exclude<Panel, 'Log'>, LaterPanel>> = {
  Score: free(() => import('../score/ScorePanel.svelte')),
  Lag: free(() => import('../charts/LagPanel.svelte')),
  Trace: given(() => import('../trace/TracePanel.svelte')),
  States: given(() => import('../states/StatesPanel.svelte')),
  'Dead letters': given(() => import('../letters/LettersPanel.svelte')),
  Promises: free(() => import('../promises/PromisesAtLarge.svelte')),
  Diff: free(() => import('../figures/DiffPanel.svelte')),
  Events: given(() => import('../events/EventsPanel.svelte')),
  Outline: given(() => import('../outline/OutlinePanel.svelte')),
  Groups: given(() => import('../groups/GroupsPanel.svelte')),
  Producers: given(() => import('../producers/ProducersPanel.svelte')),
  Settings: given(() => import('../settings/SettingsPanel.svelte')),
  Moments: free(() => import('../travel/MomentsPanel.svelte')),
  Hunt: given(() => import('../hunt/HuntPanel.svelte')),
};

function free(load: Load<Record<string, never>>): LaterPanel {
  return { kind: 'free', load };
}

function given(load: Load<PanelProps>): LaterPanel {
  return { kind: 'given', load };
}
