/** What the page shows, as the address says: the gallery, the lab, a lesson, an interview or another page of its own. The lab is made once, and stays as it is left; so do the last lesson and the last interview. */
import { tick } from 'svelte';
import type { Lab, LabPage, Refusal } from '../lab/index.ts';
import type { InterviewPage, InterviewRoom } from '../interview/index.ts';
import type { LessonPage, LessonRoom } from '../lessons/index.ts';
import { Recents } from '../gallery/recents.svelte.ts';
import { Learning } from '../learning/learning.svelte.ts';
import { Updates } from '../offline/updates.svelte.ts';
import type { Opening } from '../run/opening.ts';
import { roomOf, type RoomPage } from './rooms.ts';
import { Theme } from './theme.svelte.ts';

/** The lab, once it is loaded. */
export interface OpenedLab {
  readonly lab: Lab;
  readonly LabPage: typeof LabPage;
  readonly Refusal: typeof Refusal;
}

/** A lesson, once it is loaded. */
export interface OpenedLesson {
  readonly room: LessonRoom;
  readonly LessonPage: typeof LessonPage;
}

/** An interview, once it is loaded. */
export interface OpenedInterview {
  readonly room: InterviewRoom;
  readonly InterviewPage: typeof InterviewPage;
}

type Place = 'gallery' | 'lab' | 'lesson' | 'interview' | 'room';

const notLoaded =
  'A part of Baton could not be loaded. Try again when you are online; if that does not help, reload the page.';

/** The page as a whole. */
export class Page {
  readonly theme = new Theme();
  readonly recents = new Recents();
  readonly learning = new Learning();
  readonly updates = new Updates();
  /** What is searched for in the gallery; kept while the lab is on view. */
  search = $state('');
  #place = $state.raw<Place>(placeOf(location.hash));
  #opened = $state.raw<OpenedLab>();
  #lesson = $state.raw<OpenedLesson>();
  #interview = $state.raw<OpenedInterview>();
  #room = $state.raw<RoomPage>();
  #roomAddress = '';
  #left = '';
  #failure = $state.raw('');
  #notice = $state.raw('');
  #opening = $state.raw('');
  #updateProblem = $state.raw('');
  #asked = '';
  #runsAtOnce = false;
  #camePast = $state.raw(false);

  get place(): Place {
    return this.#place;
  }
  /** The lesson that was opened last. */
  get lesson(): OpenedLesson | undefined {
    return this.#lesson;
  }
  /** The interview that was opened last. */
  get interview(): OpenedInterview | undefined {
    return this.#interview;
  }
  /** The page of its own that is on view. */
  get room(): RoomPage | undefined {
    return this.#room;
  }
  /** Where in the gallery the way began that led back to it, as a selector; empty for none. */
  get left(): string {
    return this.#left;
  }
  /** The lab, once it is loaded. */
  get opened(): OpenedLab | undefined {
    return this.#opened;
  }
  /** Why the lab could not be loaded; empty when it could. */
  get failure(): string {
    return this.#failure;
  }
  /** What the gallery has to say; empty for nothing. */
  get notice(): string {
    return this.#notice;
  }
  /** The hash that is being opened while the gallery is still on view; empty for none. */
  get opening(): string {
    return this.#opening;
  }
  /** Whether what is on view was come to from elsewhere on the page: then it takes the focus. */
  get camePast(): boolean {
    return this.#camePast;
  }

  /** Why a new version of the page was not taken; empty for nothing. */
  get updateProblem(): string {
    return this.#updateProblem;
  }

  /** Takes a new version of the page. The open run is put aside with all its branches; where this tab can keep nothing it goes into the address, and one that does not fit there stays. */
  async takeUpdate(): Promise<void> {
    const lab = this.#opened?.lab;
    if (lab?.run.scenario !== undefined) {
      lab.player.pause();
      const work = await import('../offline/carry.ts').catch(() => undefined);
      const isAside = work !== undefined && this.updates.carry(await work.packed(lab));
      const address = isAside ? location.hash : await lab.links.addressOfMoment();
      if (address === undefined) {
        this.#updateProblem =
          'This run does not fit into a link, so it would be lost. Save what you need of it, leave it for another one, and take the new version then.';
        return;
      }
      if (!isAside) history.replaceState(null, '', address);
    }
    this.updates.take();
  }

  /** Lets the next scenario that is opened run at once. */
  runAtOnce(): void {
    this.#runsAtOnce = true;
  }

  /** Shows what a hash says: nothing is the gallery, `#lesson/…` a lesson, `#interview/…` an interview, anything else is for the lab. */
  async follow(hash: string): Promise<void> {
    this.#asked = hash;
    const runsAtOnce = this.#runsAtOnce;
    this.#runsAtOnce = false;
    this.#notice = '';
    if (isHome(hash)) return this.#goHome();
    const lesson = lessonIn(hash);
    if (lesson !== undefined) return this.#openLesson(hash, lesson);
    const interview = interviewIn(hash);
    if (interview !== undefined) return this.#openInterview(hash, interview);
    if (roomOf(hash) !== undefined) return this.#openRoom(hash);
    if (this.#isOnTheTable(hash)) return this.#show();
    if (this.updates.carried !== '' && (await this.#takeUp(hash))) return;
    if (isOfAFile(hash)) {
      history.replaceState(null, '', location.pathname + location.search);
      this.#goHome();
      this.#notice =
        'What was open here came from a file of yours or from a hunt, and it is no longer open. Open the file, or hunt, once more.';
      return;
    }
    this.#opening = hash;
    const opened = await this.load();
    await opened?.lab.openAddress(hash);
    // Who has gone elsewhere in the meantime is left there.
    if (this.#asked !== hash) return;
    // What waits for a word keeps its address; another one that was put away meanwhile may have written over it.
    const waits = opened?.lab.links.view !== undefined;
    if (waits && location.hash !== hash) history.replaceState(null, '', hash);
    this.#opening = '';
    if (this.#place === 'gallery' && opened === undefined) {
      // The address is that of the gallery again, so that the same link can be followed once more.
      history.replaceState(null, '', location.pathname + location.search);
      this.#notice = this.#failure;
      return;
    }
    this.#show();
    if (opened === undefined) return;
    const { lab } = opened;
    if (this.#camePast && lab.run.scenario !== undefined)
      lab.notices.say(`${lab.run.scenario.title} is open.`);
    if (runsAtOnce && !lab.player.playing) lab.togglePlay();
  }

  /** Opens a file in the lab; when it is wrong, its problems are told here. */
  async openFile(file: File): Promise<void> {
    this.#notice = '';
    const opened = await this.load();
    if (opened === undefined) {
      this.#notice = this.#failure;
      return;
    }
    const { lab } = opened;
    if (!(await lab.openFile(file))) return;
    history.pushState(null, '', lab.address);
    this.#asked = location.hash;
    this.#show();
  }

  /** Loads the lab, unless that was done before: to have it at hand when it is likely to be wanted. */
  async load(): Promise<OpenedLab | undefined> {
    if (this.#opened !== undefined) return this.#opened;
    this.#failure = '';
    const loaded = await import('../lab/index.ts').catch(() => undefined);
    if (loaded === undefined) {
      this.#failure = notLoaded;
      return undefined;
    }
    const { LabPage, Refusal, newLab } = loaded;
    this.#opened ??= { lab: newLab(this.theme), LabPage, Refusal };
    return this.#opened;
  }

  /** Opens a run of an interview in the lab, and picks the row that says why. The way back leads to the interview. */
  async openMoment(opening: Opening, row: number): Promise<void> {
    const opened = await this.load();
    const [style] = opening.shown ?? [];
    if (opened === undefined) return;
    const { lab } = opened;
    if (!(await lab.aside.during(() => lab.open(opening)))) return;
    if (style !== undefined) lab.select({ kind: 'row', style, row });
    history.pushState(null, '', lab.address);
    this.#asked = location.hash;
    this.#show();
  }

  /** Brings back the run that went over a change of versions, if this is its address. Whatever else is opened takes its place. */
  async #takeUp(hash: string): Promise<boolean> {
    this.#opening = hash;
    const opened = await this.load();
    const work = await import('../offline/carry.ts').catch(() => undefined);
    if (opened === undefined || work === undefined) return false;
    const { carried } = this.updates;
    this.updates.carry('');
    if (!(await work.takeUp(opened.lab, carried, hash).catch(() => false))) return false;
    if (this.#asked === hash) this.#show();
    return true;
  }

  async #openRoom(hash: string): Promise<void> {
    this.#failure = '';
    this.#opening = hash;
    const loaded = await roomOf(hash)?.().catch(() => undefined);
    if (this.#asked !== hash) return;
    this.#opening = '';
    this.#room = loaded?.default;
    this.#roomAddress = hash;
    if (loaded !== undefined) return this.#show('room');
    this.#failure = notLoaded;
    if (this.#place !== 'gallery') return;
    history.replaceState(null, '', location.pathname + location.search);
    this.#notice = notLoaded;
  }

  async #openLesson(hash: string, id: string): Promise<void> {
    const known = this.#lesson;
    if (known?.room.lesson.id !== id) {
      const opened = await this.#come(hash, () => this.#loadLesson(id, known?.room));
      if (opened === undefined) return;
      this.#lesson = opened;
    }
    this.#show('lesson');
  }

  async #openInterview(hash: string, id: string): Promise<void> {
    const known = this.#interview;
    if (known?.room.interview.id !== id) {
      const opened = await this.#come(hash, () => this.#loadInterview(id, known?.room));
      if (opened === undefined) return;
      this.#interview = opened;
    }
    this.#show('interview');
  }

  /** Has something loaded for a hash; undefined when it cannot be, which is said, or when the reader has gone elsewhere meanwhile. */
  async #come<Opened extends object>(
    hash: string,
    load: () => Promise<Opened | string>,
  ): Promise<Opened | undefined> {
    this.#failure = '';
    this.#opening = hash;
    const opened = await load();
    if (this.#asked !== hash) return undefined;
    this.#opening = '';
    if (typeof opened !== 'string') return opened;
    this.#failure = opened;
    if (this.#place !== 'gallery') return undefined;
    history.replaceState(null, '', location.pathname + location.search);
    this.#notice = opened;
    return undefined;
  }

  /** The lesson, or why there is none. */
  async #loadLesson(id: string, before: LessonRoom | undefined): Promise<OpenedLesson | string> {
    const loaded = await import('../lessons/index.ts').catch(() => undefined);
    if (loaded === undefined) return notLoaded;
    const room = await loaded.openLesson(id, this, before).catch(() => null);
    if (room === null) return notLoaded;
    return room === undefined
      ? `There is no lesson “${id}” here. The gallery has those that there are.`
      : { room, LessonPage: loaded.LessonPage };
  }

  /** The interview, or why there is none. */
  async #loadInterview(
    id: string,
    before: InterviewRoom | undefined,
  ): Promise<OpenedInterview | string> {
    const loaded = await import('../interview/index.ts').catch(() => undefined);
    if (loaded === undefined) return notLoaded;
    const room = await loaded.openInterview(id, this, before).catch(() => null);
    if (room === null) return notLoaded;
    return room === undefined
      ? `There is no interview “${id}” here. The gallery has those that there are.`
      : { room, InterviewPage: loaded.InterviewPage };
  }

  #goHome(): void {
    this.#opening = '';
    this.#opened?.lab.player.pause();
    const { lab } = this.#opened ?? {};
    if (this.#place === 'room') this.#left = `main a[href="${this.#roomAddress}"]`;
    else if (this.#place === 'lesson')
      this.#left = `a[data-lesson="${this.#lesson?.room.lesson.id}"]`;
    else if (this.#place === 'interview')
      this.#left = `a[data-interview="${this.#interview?.room.interview.id}"]`;
    else if (lab !== undefined) this.#left = `article a[data-slug="${lab.slug}"]`;
    this.#place = 'gallery';
  }

  #show(place: Place = 'lab'): void {
    this.#opening = '';
    this.#camePast = this.#place !== place;
    this.#place = place;
    void tick().then(() => scrollTo(0, 0));
  }

  /** What the lab has open already is not opened once more: it stands where it was left. */
  #isOnTheTable(hash: string): boolean {
    const lab = this.#opened?.lab;
    const isElsewhere = this.#place === 'gallery' || this.#place === 'interview';
    return isElsewhere && lab?.run.scenario !== undefined && lab.address === hash;
  }
}

function placeOf(hash: string): Place {
  if (isHome(hash)) return 'gallery';
  if (roomOf(hash) !== undefined) return 'room';
  if (interviewIn(hash) !== undefined) return 'interview';
  return lessonIn(hash) === undefined ? 'lab' : 'lesson';
}

/** The id of the lesson that a hash asks for, if it asks for one. */
function lessonIn(hash: string): string | undefined {
  return /^#lesson\/([a-z0-9-]+)$/.exec(hash)?.[1];
}

/** The id of the interview that a hash asks for, if it asks for one. */
function interviewIn(hash: string): string | undefined {
  return /^#interview\/([a-z0-9-]+)$/.exec(hash)?.[1];
}

function isHome(hash: string): boolean {
  return hash === '' || hash === '#';
}

/** The address of a scenario that came from a file: nobody but the lab that has it open can follow it. */
function isOfAFile(hash: string): boolean {
  return new URLSearchParams(hash.slice(1)).get('s') === 'own-file';
}
