/** The built-in interviews, as the gallery shows them. */
import text from 'virtual:interviews';
import type { Interview } from '../../interview/index.ts';
import { hasAllWords } from './shelves.ts';

/** What is known of an interview before it is opened. */
export type InterviewEntry = Pick<Interview, 'id' | 'title' | 'trains'>;

/** All of them. */
export const interviewEntries = JSON.parse(text) as readonly InterviewEntry[];

/** The interviews in which every word of the query occurs. */
export function searchInterviews(query: string): readonly InterviewEntry[] {
  return interviewEntries.filter(({ title, trains }) =>
    hasAllWords(['interview', title, trains].join(' '), query),
  );
}
