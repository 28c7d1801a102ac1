/** The face of keeping: what a person keeps in this browser and must never lose, saved, guarded, taken along. */
export { exportAll, type Exported } from './archive/export-all.ts';
export { importAll, type Imported } from './archive/import-all.ts';
export { writeHandedRound } from './archive/handed-round.ts';
export { writeResult, type LessonResult, type ResultRun } from './archive/lesson-result.ts';
export { readResult } from './archive/read-result.ts';
export { broadcastChannel, storageEvents } from './browser/channels.ts';
export { IndexedDbBackend } from './browser/indexed-db.ts';
export { whenLeaving } from './browser/leaving.ts';
export { LocalStorageBackend } from './browser/local-storage.ts';
export { storageNotepad } from './browser/storage-notepad.ts';
export { browserTimers } from './browser/timers.ts';
export type { Dated } from './documents/dated-list.ts';
export type { DocumentKind, Place } from './documents/document-kind.ts';
export type { DrillSaid } from './documents/drills.ts';
export type { InterviewResult } from './documents/interview-results.ts';
export type { RoundSaid } from './documents/interview-round.ts';
export { keepingLimits } from './documents/keeping-limits.ts';
export type {
  ChangeTried,
  ControlPosition,
  LessonAnswer,
  LessonProgress,
  Prediction,
} from './documents/lesson-progress.ts';
export type { OpenRound } from './documents/open-rounds.ts';
export type { OwnScenario } from './documents/own-scenario.ts';
export type { PageSetting } from './documents/page-settings.ts';
export { places, scenarioOf, scenarioPlace } from './documents/places.ts';
export type { RecallCard } from './documents/recall-deck.ts';
export type { Recent } from './documents/recent.ts';
export {
  KeptDocument,
  type Keeping,
  type News,
  type Owner,
  type Timers,
} from './editing/kept-document.ts';
export type { Notepad } from './editing/last-words.ts';
export { keepingProblem } from './keeping-problems.ts';
export type { Backend, Standing } from './store/backend.ts';
export { noChannel, type Channel, type Notice } from './store/channel.ts';
export { DocumentStore, type SaveAnswer } from './store/document-store.ts';
export { firstWorking } from './store/first-working.ts';
export { MemoryBackend } from './store/memory-backend.ts';
export type { SetAside } from './store/quarantine.ts';
export type { Reading } from './store/reading.ts';
